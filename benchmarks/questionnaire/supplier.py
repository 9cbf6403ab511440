"""One supplier who answers: what people do with the pages, and what they were told was saved."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import page

from browser import Browser, Log, Reply

#: How often in a hundred questions somebody goes back to change an earlier answer, reloads the page, presses
#: the button twice, or has the question open in two tabs with different answers.
BACK, RELOAD, TWICE, TWO_TABS = 10, 10, 10, 5
NEXT_YEAR = time.gmtime().tm_year + 1
Value = str | list[str]


@dataclass
class Told:
    """What the supplier was told: the answers that were saved, and the reference of the submission."""

    answers: dict[str, Value] = field(default_factory=dict)
    saves: int = 0
    reference_shown: bool = False


class Supplier:
    """Walks through the questionnaire until the time is over or it is submitted."""

    def __init__(
        self,
        port: int,
        number: int,
        link: str,
        log: Log,
        think: float,
        ends: float,
        answered: dict[str, Value],
    ) -> None:
        self.told = Told(dict(answered))
        self._browser = Browser(port, number, log)
        self._link, self._log, self._think, self._ends = link, log, think, ends
        self._draw = random.Random(number)
        self._visited: list[str] = []

    async def answer(self) -> None:
        """Follow the link and answer. Whatever goes wrong is written down, and the supplier gives up."""
        try:
            await asyncio.sleep(self._draw.random() * self._think)
            address = self._expect(await self._browser.get(self._link), 302, "the link").location
            while address and time.monotonic() < self._ends:
                address = await self._step(address)
        except (OSError, TimeoutError, ValueError, AttributeError) as problem:
            self._log.wrong.append(f"{type(problem).__name__}: {problem}")

    async def _step(self, address: str) -> str:
        """One page and what is done on it; returns where it leads."""
        path = urlsplit(address).path
        reply = await self._browser.get(address)
        if reply.status == 302:
            return reply.location
        self._expect(reply, 200, path)
        if path.endswith("/check"):
            return await self._submit(path, reply)
        if "/questions/" in path:
            return await self._question(address, reply)
        await self._wait()
        return self._from_the_list(path, reply.text)

    def _from_the_list(self, path: str, text: str) -> str:
        """From the list of sections: to a question that is open still, else to the end, else anywhere."""
        linked = page.questions(text)
        still_open = [one for one in linked if one.rpartition("/")[2] not in self.told.answers]
        if not still_open and f'href="{path}/check"' in text:
            return f"{path}/check"
        if not linked:
            raise ValueError(f"{path} leads nowhere")
        return self._draw.choice(still_open or linked)

    async def _question(self, address: str, reply: Reply) -> str:
        question_id = urlsplit(address).path.rpartition("/")[2]
        if self._by_chance(RELOAD):
            reply = self._expect(await self._browser.get(address), 200, "a page that is loaded again")
        form = page.form_with(reply.text, "revision")
        if form is None:
            raise ValueError(f"{address} has no question")
        self._look(question_id, form)
        await self._wait()
        if self._visited and self._by_chance(BACK):
            return self._draw.choice(self._visited)
        if address not in self._visited:
            self._visited.append(address)
        typed, value = self._decide(form)
        if form.revision and self._by_chance(TWO_TABS):
            return await self._two_tabs(address, question_id, form)
        times = 2 if self._by_chance(TWICE) else 1
        fields = _fields(form, typed)
        replies = await asyncio.gather(*(self._browser.post(address, fields) for _ in range(times)))
        for each in replies:
            self._expect(each, 302, f"saving {question_id}")
        self._saved(question_id, value)
        return replies[-1].location

    async def _two_tabs(self, address: str, question_id: str, form: page.Form) -> str:
        """Two different answers at one moment, both given over the same earlier one: one may be saved."""
        choices = form.choices if form.kind == "radio" else []
        other = [one for one in choices if one not in form.chosen]
        if len(other) < 2:
            return address
        replies = await asyncio.gather(
            *(self._browser.post(address, _fields(form, [value])) for value in other[:2])
        )
        statuses = [each.status for each in replies]
        if sorted(statuses) != [302, 409]:
            self._log.wrong.append(f"two tabs: {statuses}")
        for value, each in zip(other, replies, strict=False):
            if each.status == 302:
                self._saved(question_id, value)
        return address

    def _look(self, question_id: str, form: page.Form) -> None:
        """The page must show what was saved before."""
        saved = self.told.answers.get(question_id)
        if saved is None or form.kind not in ("radio", "checkbox"):
            return
        if sorted(form.chosen) != sorted([saved] if isinstance(saved, str) else saved):
            self._log.wrong.append(f"{question_id} shows {form.chosen}, and {saved} was saved")

    def _decide(self, form: page.Form) -> tuple[list[str], Value]:
        """What is typed or ticked, and the value that must be stored then."""
        match form.kind:
            case "radio":
                chosen = self._draw.choice(form.choices)
                return [chosen], chosen
            case "checkbox":
                chosen = self._draw.choice(form.choices)
                return [chosen], [chosen]
            case "textarea":
                name, code = self._draw.choice((("United Kingdom", "GB"), ("India", "IN"), ("Poland", "PL")))
                return [name], [code]
            case "date":
                day = self._draw.randint(1, 28)
                return [str(day), "4", str(NEXT_YEAR)], f"{NEXT_YEAR}-04-{day:02d}"
        raise ValueError(f"a question of a kind that is not known: {form.kind}")

    async def _submit(self, path: str, reply: Reply) -> str:
        """Tick every box and declare, now and then with two presses of the button."""
        form = page.form_with(reply.text, "declared_name")
        if form is None:
            raise ValueError(f"{path} has no declaration")
        await self._wait()
        typed = [("declared_name", "Con Tact"), ("declared_role", "Director")]
        fields = [*form.hidden.items(), *form.boxes, *typed]
        times = 2 if self._by_chance(50) else 1
        replies = await asyncio.gather(*(self._browser.post(path, fields) for _ in range(times)))
        for each in replies:
            self._expect(each, 302, "submitting")
        done = self._expect(await self._browser.get(replies[0].location), 200, "the last page")
        self.told.reference_shown = "FH-" in done.text
        return ""

    def _saved(self, question_id: str, value: Value) -> None:
        self.told.answers[question_id] = value
        self.told.saves += 1

    def _by_chance(self, in_a_hundred: int) -> bool:
        return self._draw.randrange(100) < in_a_hundred

    def _expect(self, reply: Reply, status: int, where: str) -> Reply:
        if reply.status != status:
            raise ValueError(f"{where}: {reply.status}")
        return reply

    async def _wait(self) -> None:
        await asyncio.sleep(self._think * (0.5 + self._draw.random()))


def _fields(form: page.Form, typed: list[str]) -> list[tuple[str, str]]:
    return [*form.hidden.items(), *(("answer", each) for each in typed)]
