"""What the parts of a questionnaire must be to each other. Run once, when a file is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questionnaires import reaching, registry
from questionnaires.context import FACTS
from questionnaires.context import FOR_ONE as FACTS_FOR_ONE
from questionnaires.messages import gaps
from questionnaires.mistakes import Place, did_you_mean, say
from questionnaires.rules import FOR_MANY, FOR_ONE, Operator, Rule, comparisons
from questionnaires.schema import Question, Questionnaire, QuestionType, placeholders, texts

Finding = tuple[Place, str, str]
"""A place in the file, what is wrong there, how to mend it."""


def findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Every mistake. Reachability is tried only once all references are right."""
    found = [
        *_repeated_ids(questionnaire),
        *_repeated_signals(questionnaire),
        *_sections_that_may_be_empty(questionnaire),
        *_wrong_references(questionnaire),
        *_wrong_placeholders(questionnaire),
        *_wrong_registry_options(questionnaire),
    ]
    yield from found
    if not found:
        yield from _unreachable(questionnaire)


def _placed(questionnaire: Questionnaire) -> Iterator[tuple[Place, Question]]:
    for section_place, section in enumerate(questionnaire.sections):
        for question_place, question in enumerate(section.questions):
            yield ("sections", section_place, "questions", question_place), question


def _repeated_ids(questionnaire: Questionnaire) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, section in enumerate(questionnaire.sections):
        if section.id in seen:
            yield (
                ("sections", place, "id"),
                say("The section id '{id}' is used twice.", id=section.id),
                say("Rename one of them."),
            )
        seen.add(section.id)
    seen = set()
    for way, question in _placed(questionnaire):
        if question.id in seen:
            yield (
                (*way, "id"),
                say("The question id '{id}' is used twice.", id=question.id),
                say("Rename one of them."),
            )
        seen.add(question.id)


def _repeated_signals(questionnaire: Questionnaire) -> Iterator[Finding]:
    seen: set[str] = set()
    for way, question in _placed(questionnaire):
        if question.signal in seen:
            what = say("The signal '{signal}' is given by two questions.", signal=question.signal)
            yield (*way, "signal"), what, say("Let one question give it.")
        if question.signal:
            seen.add(question.signal)


def _sections_that_may_be_empty(questionnaire: Questionnaire) -> Iterator[Finding]:
    """A section that may be empty says so itself, and what it means not to be asked is said only of what may
    not be asked."""
    for place, section in enumerate(questionnaire.sections):
        if section.show_if is not None:
            continue
        if all(question.show_if is not None or question.tells for question in section.questions):
            what = say("No question of the section '{id}' is always asked.", id=section.id)
            yield (
                ("sections", place),
                what,
                say("Give it a question without show_if, or give the section one."),
            )
        for number, question in enumerate(section.questions):
            if question.signal_if_not_asked and question.show_if is None:
                way = ("sections", place, "questions", number, "signal_if_not_asked")
                yield (
                    way,
                    say("The question '{id}' is always asked.", id=question.id),
                    say("Remove it, or add a show_if."),
                )


def _wrong_references(questionnaire: Questionnaire) -> Iterator[Finding]:
    every = {question.id for question in questionnaire.questions}
    earlier: dict[str, Question] = {}
    for place, section in enumerate(questionnaire.sections):
        rules: list[tuple[Place, Rule | None]] = [(("sections", place, "show_if"), section.show_if)]
        yield from _wrong_in_rules(rules, every, earlier)
        for number, question in enumerate(section.questions):
            way: Place = ("sections", place, "questions", number)
            rules = [((*way, "show_if"), question.show_if), ((*way, "required_if"), question.required_if)]
            yield from _wrong_in_rules(rules, every, earlier)
            earlier[question.id] = question


def _wrong_in_rules(
    rules: Iterable[tuple[Place, Rule | None]], every: set[str], earlier: dict[str, Question]
) -> Iterator[Finding]:
    for place, rule in rules:
        for comparison in comparisons(rule) if rule else ():
            what, how = (
                _wrong_fact(comparison)
                if comparison.context
                else _wrong_reference(comparison, every, earlier)
            )
            if what:
                yield place, what, how


def _wrong_fact(comparison: Rule) -> tuple[str, str]:
    """As `_wrong_reference`, for a comparison that reads the context."""
    name, operator = comparison.context, comparison.operator
    if name not in FACTS:
        return say("The context has no '{name}'.", name=name), did_you_mean(name, FACTS)
    if operator is Operator.UNKNOWN:
        return say("The context never says that '{name}' is unknown.", name=name), say("Use not_answered.")
    if operator in FOR_ONE and name not in FACTS_FOR_ONE:
        return say(
            "'{operator}' cannot look into the several values of '{name}'.", operator=operator, name=name
        ), say("Use contains_any.")
    if operator in FOR_MANY and name in FACTS_FOR_ONE:
        return say(
            "'{name}' has a single value, '{operator}' needs several.", name=name, operator=operator
        ), say("Use equals or in.")
    for value in comparison.operand if name in FACTS_FOR_ONE else ():
        if value not in FACTS_FOR_ONE[name]:
            return say("'{name}' is never '{value}'.", name=name, value=value), did_you_mean(
                value, FACTS_FOR_ONE[name]
            )
    return "", ""


def _wrong_reference(comparison: Rule, every: set[str], earlier: dict[str, Question]) -> tuple[str, str]:
    """What is wrong with one comparison and how to mend it; two empty strings if nothing is."""
    name = comparison.question
    if name not in every:
        return say("There is no question '{name}'.", name=name), did_you_mean(name, earlier)
    if name not in earlier:
        return (
            say("The question '{name}' does not come before this one.", name=name),
            say("A rule can read earlier questions only."),
        )
    question = earlier[name]
    operator = comparison.operator
    if operator is Operator.UNKNOWN and not question.offers_unknown:
        return say("The question '{name}' has no option unknown.", name=name), say(
            "Add the option or use another operator."
        )
    if operator in FOR_ONE and question.type.is_multiple:
        return (
            say(
                "'{operator}' cannot look into the several answers of '{name}'.", operator=operator, name=name
            ),
            say("Use contains or contains_any."),
        )
    if operator in FOR_MANY and not question.type.is_multiple:
        return say(
            "The question '{name}' has a single answer, '{operator}' needs several.",
            name=name,
            operator=operator,
        ), say("Use equals or in.")
    if question.options and question.type is not QuestionType.COUNTRY_LIST:
        known = [option.value for option in question.options]
        for value in comparison.operand:
            if value not in known:
                return say(
                    "The question '{name}' has no option '{value}'.", name=name, value=value
                ), did_you_mean(value, known)
    return "", ""


def _wrong_placeholders(questionnaire: Questionnaire) -> Iterator[Finding]:
    for way, question in _placed(questionnaire):
        for inner, text in texts(question.messages):
            allowed = gaps(str(inner[0]))
            for language, words in (("en", text.en), ("cy", text.cy)):
                place = (*way, "messages", *inner, language)
                try:
                    used = placeholders(words)
                except ValueError:
                    yield (
                        place,
                        say("A curly bracket has no twin."),
                        say("Add the other bracket or remove this one."),
                    )
                    continue
                for name in sorted(used - allowed):
                    known = ", ".join(sorted(allowed))
                    yield (
                        place,
                        say("There is no gap '{{{name}}}'.", name=name),
                        say("This message can use: {known}.", known=known)
                        if known
                        else say("This message has no gaps."),
                    )


def _wrong_registry_options(questionnaire: Questionnaire) -> Iterator[Finding]:
    for way, question in _placed(questionnaire):
        if question.registry is None:
            continue
        if question.registry not in registry.lists():
            what = say("The registry has no list '{registry}'.", registry=question.registry)
            yield (*way, "registry"), what, did_you_mean(question.registry, registry.lists())
            continue
        known = registry.lists()[question.registry]
        for number, option in enumerate(question.options):
            for name in option.registry:
                if name not in known:
                    place = (*way, "options", number, "registry")
                    yield (
                        place,
                        say("The registry has no option '{name}'.", name=name),
                        did_you_mean(name, known),
                    )


def _unreachable(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Questions that nothing leads to: found by trying what the rules on the way look at."""
    for way, question in _placed(questionnaire):
        trials = reaching.trials(questionnaire, question.id)
        if trials > reaching.MOST_TRIALS:
            what = say(
                "Whether '{id}' can be reached depends on too many answers ({trials} combinations).",
                id=question.id,
                trials=trials,
            )
            yield (*way, "show_if"), what, say("Make the rule read fewer questions.")
        elif reaching.find(questionnaire, question.id) is None:
            what = say("No answers lead to the question '{id}'.", id=question.id)
            yield (*way, "show_if"), what, say("Mend the rule, or the rules of the questions that it reads.")
