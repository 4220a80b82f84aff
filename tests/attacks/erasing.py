"""`python -m tests.attacks.erasing DATA [SPOIL]`: plant 200 texts, erase them, copy the disk.

In a process of its own, for it needs an installation with files. It leaves beside the data:
`before` (what a backup of commons held), `after` (the disk while the server still runs) and
`wrapped.json` (the wrapped key of every text, as the vault held it).
"""

import json
import os
import secrets
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

COUNT = 200


def main(data: Path, spoil: str) -> None:
    from phronesis.site.commands.installation import begin

    begin(data)
    if spoil == "log-kept":
        from phronesis.vault import operations

        operations._empty_the_log = lambda: None
    live_and_erase(data, keep_keys=spoil == "keys-kept")


def live_and_erase(data: Path, *, keep_keys: bool) -> None:
    from phronesis.commons.rooms.operations import open_room, withdrawing
    from phronesis.commons.rooms.tasks import due
    from phronesis.vault import operations as vault
    from phronesis.vault.models import ItemKey
    from tests.attacks.worlds import BEGIN, QUIET, console, facts, phone, take

    if keep_keys:
        vault.erase = lambda _items: 0
    room, community = uuid4(), uuid4()
    open_room(facts(room, community, BEGIN), BEGIN)
    console(room, BEGIN, "step", to=1)
    codes = [secrets.token_hex(32) for _ in range(COUNT)]
    acts = [
        phone(room, secrets.token_bytes(16), "text", phase=QUIET.id, text=text, code_hash=code)
        for text, code in zip((f"zqvplanted{n:06d}" for n in range(COUNT)), codes, strict=True)
    ]
    for start in range(0, COUNT, 20):
        take(acts[start : start + 20], BEGIN)
    wrapped = {key.item.hex: bytes(key.wrapped).hex() for key in ItemKey.objects.all()}
    (data.parent / "wrapped.json").write_text(json.dumps(wrapped))
    shutil.copytree(data, data.parent / "before")
    for code in codes[: COUNT // 2]:
        withdrawing.take_back(room, code)
    due(BEGIN.replace(hour=18, minute=1))  # taken back, at the next slot
    console(room, BEGIN, "close")
    due(BEGIN + timedelta(days=60))  # past keeping
    shutil.copytree(data, data.parent / "after")


if __name__ == "__main__":
    os.umask(0o077)
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
