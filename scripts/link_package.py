"""Put src/ on the environment's path and the `phronesis` command in its bin folder.

An editable install would ask the package index for a build backend; a path file does not.
"""

import stat
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    site_packages = Path(sysconfig.get_paths()["purelib"])
    (site_packages / "phronesis-source.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    command = Path(sys.executable).parent / "phronesis"
    command.write_text(
        f"#!{sys.executable}\nfrom phronesis.site.command import main\n\nmain()\n", encoding="utf-8"
    )
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    main()
