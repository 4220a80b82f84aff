"""What this cannot protect, in plain words. The same list stands on the page and the poster."""

from django.utils.translation import gettext as _


def limits() -> list[tuple[str, str]]:
    """(what, what that means for you), the nearest danger first, in the reader's language."""
    return [*_people(), *_machines(), *_law_and_care()]


def _people() -> list[tuple[str, str]]:
    return [
        (
            _("Somebody who was there may know the story."),
            _("They were on the same shift. Change what can be changed, or leave it out."),
        ),
        (
            _("The way you write can give you away."),
            _("A word only you use is enough, and machines are good at this. Write plainly."),
        ),
        (
            _("A person can remember, repeat, or photograph a screen."),
            _("What protects you there is what the circle has agreed, not software."),
        ),
        (
            _("In a small circle there are few people it could have been."),
            _("Under twenty, write as if one of them will know it is you."),
        ),
        (
            _("We cannot take back what you have told somebody yourself."),
            _("A story told at the coffee machine is known by its telling."),
        ),
    ]


def _machines() -> list[tuple[str, str]]:
    return [
        (
            _("Whoever controls this server while you type could read along."),
            _("They could also change the page you are given. Ask who runs it."),
        ),
        (
            _("A phone or network of your employer may see that you come here."),
            _("Some can see what you type. Your own phone on mobile data is better."),
        ),
        (
            _("Who runs the sign-in knows that you are a member."),
            _("Being a member is not hidden from them. What you write is kept apart from it."),
        ),
    ]


def _law_and_care() -> list[tuple[str, str]]:
    return [
        (
            _("A court can ask for what exists."),
            _(
                "In most countries notes like these have no special protection. Facts of a case "
                "belong in the incident system. We keep little, and not for long."
            ),
        ),
        (
            _("Colleagues keep their duty to act."),
            _("When a patient is at risk now, those who hear it must do something."),
        ),
        (
            _("Where no author is kept, nobody can find you to help."),
            _("If you need somebody, say so to a person. The line at the foot names who is awake."),
        ),
    ]
