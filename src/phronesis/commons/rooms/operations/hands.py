"""Hands: who has not spoken yet comes first."""

from django.db.models import Max

from phronesis.admission.verdicts import Refused
from phronesis.commons.rooms import rules
from phronesis.commons.rooms.activities import round_of_hands
from phronesis.commons.rooms.acts import Act
from phronesis.commons.rooms.models import Hand
from phronesis.commons.rooms.operations.done import Outcome, Receipt
from phronesis.commons.rooms.operations.sitting import Sitting


def raise_hand(sitting: Sitting, act: Act) -> Receipt:
    """Raise a hand; a seat whose hand is up already is told which one that is."""
    seat = act.seat.hex()
    up = Hand.objects.filter(room=sitting.room, seat=seat, state="waiting").first()
    if up is None:
        last = Hand.objects.filter(room=sitting.room).aggregate(last=Max("number"))["last"]
        up = Hand(id=act.id, room=sitting.room, seat=seat, number=(last or 0) + 1, state="waiting")
        Hand.objects.bulk_create([up])
        sitting.counted.add(("hands", ""))
    return Receipt(Outcome.DONE, hand=up.id)


def lower_hand(sitting: Sitting, act: Act) -> Receipt:
    """Take one's own hand down, whether it waits or is next."""
    hand = Hand.objects.filter(
        room=sitting.room, id=act.fields["hand"], seat=act.seat.hex()
    ).first()
    if hand is None:
        raise Refused(rules.NO_SUCH_HAND)
    was, hand.state = hand.state, "down" if hand.state in {"waiting", "next"} else hand.state
    hand.save(update_fields=["state"])
    if was == "next":
        sitting.say(round_of_hands.next_hand(None))
    sitting.counted.add(("hands", ""))
    return Receipt(Outcome.DONE)


def call_next(sitting: Sitting, act: Act) -> Receipt:
    """Who spoke sits back; the next hand is one that has not spoken, else the oldest."""
    hands = list(Hand.objects.filter(room=sitting.room).order_by("number"))
    speaking = [hand for hand in hands if hand.state == "next"]
    waiting = [hand for hand in hands if hand.state == "waiting"]
    rules.may_call_hand(len(waiting), somebody_speaks=bool(speaking)).require()
    for hand in speaking:
        hand.state = "spoken"
        hand.save(update_fields=["state"])
    heard = {hand.seat for hand in hands if hand.state == "spoken"}
    chosen = min(waiting, key=lambda hand: (hand.seat in heard, hand.number), default=None)
    if chosen:
        chosen.state = "next"
        chosen.save(update_fields=["state"])
    sitting.say(round_of_hands.next_hand(str(chosen.id) if chosen else None))
    left = len(waiting) - (1 if chosen else 0)
    return Receipt(Outcome.DONE, sitting.say(round_of_hands.hands(left)))
