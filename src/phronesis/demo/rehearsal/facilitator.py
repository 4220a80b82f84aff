"""The simulated facilitator: steps, reads before showing, holds, keeps, drafts, closes."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from phronesis.demo.rehearsal.forms import filled, forms_of
from phronesis.demo.rehearsal.person import Person, Stream

HELD_MARK = "held-back"


@dataclass(slots=True)
class Facilitator(Person):
    """Holds the console. `stage` is the projector beside her."""

    stage: Stream | None = None

    async def open_room(self, gathering: UUID) -> None:
        """Open console and stage, as a signed-in facilitator."""
        self.room = gathering
        page = await self.browser.get(f"/gatherings/{gathering}")
        opening = [form for form in forms_of(page.text) if form.action.endswith("/open")]
        if self.report.expect(bool(opening), f"the room cannot be opened ({page.status})"):
            page = await self.browser.post_form(opening[0].action, filled(opening[0]))
        self.report.expect(page.status == 200, f"the console answered {page.status}")
        page = await self.browser.get(f"/room/{gathering}/stage")
        self.report.expect(page.status == 200, f"the stage answered {page.status}")
        self.stream = Stream(self.browser, gathering, view="console")
        self.stage = Stream(self.browser, gathering, view="stage")
        self.report.listen(self.stream)
        self.report.listen(self.stage)

    async def read_and_judge(self, phase: str) -> list[dict[str, Any]]:
        """Close the writing, read every text, hold the marked ones; what will be shown."""
        stream = self._stream()
        await self.do("close_writing", phase=phase)
        frame = await stream.until("to_read", phase=phase)
        if frame is None:
            self.report.problems.append("the texts did not reach the facilitator")
            return []
        shown = []
        for item in frame["items"]:
            held = HELD_MARK in item["text"]
            reason = {"reason": "colleague"} if held else {}
            verdict = "hold" if held else "show"
            await self.do("read", item=item["id"], verdict=verdict, **reason)
            if not held:
                shown.append(item)
        return shown

    async def call_hands(self) -> None:
        """Ask for the next hand until none waits."""
        stream = self._stream()
        for _turn in range(20):
            waiting = stream.of("hands")
            if not waiting or not waiting[-1]["waiting"]:
                return
            seen = len(waiting)
            await self.do("next_hand")
            for _moment in range(20):
                if len(stream.of("hands")) > seen:
                    break
                await asyncio.sleep(0.05)

    async def draft(self, gathering: UUID, **words: str) -> None:
        """Write one restatement on the page after the gathering."""
        page = await self.browser.get(f"/gatherings/{gathering}/after")
        forms = [form for form in forms_of(page.text) if "title" in form.fields]
        if not self.report.expect(bool(forms), f"no page to draft on ({page.status})"):
            return
        fields = filled(forms[0], **words) | {"id": str(uuid4())}
        action = forms[0].action or f"/gatherings/{gathering}/after"
        answer = await self.browser.post_form(action, fields)
        self.report.expect(answer.status == 200, f"a draft was answered {answer.status}")

    def _stream(self) -> Stream:
        if self.stream is None:
            raise RuntimeError("the console is not open")
        return self.stream
