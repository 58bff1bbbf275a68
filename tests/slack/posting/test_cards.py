"""What messages about a task say."""

from datetime import date

from bot.slack import cards
from bot.slack.message import Message
from bot.tasks.pieces import MOST, pieces
from bot.tasks.task import SignOffState, State, Task
from bot.template.answers import Answers, Value
from bot.template.parse import parse
from tests.slack.posting.samples import (
    ADA,
    FORM,
    GRACE,
    NAMES,
    accepted,
    kinds,
    shown,
    sign_off,
    signed,
    task,
)


def card(what: Task, **answers: Value) -> Message:
    keys = {field.label: field.key for field in FORM.asked()}
    given: Answers = {
        "Priority": "P1",
        "Points": "3",
        "Assignee": {"user": GRACE},
        "Objective": "People wait.",
    }
    return cards.card(what, FORM, {keys[label]: value for label, value in (given | answers).items()}, NAMES)


def test_a_card_begins_with_key_and_title() -> None:
    assert card(task()).blocks[0]["text"]["text"] == "TASK-001: Fix the login"


def test_a_card_shows_the_state_in_the_templates_words() -> None:
    assert "State: In Progress" in shown(card(task(state=State.STARTED))).replace(":\n", ":")


def test_a_card_shows_header_choices_numbers_and_people_in_the_templates_order() -> None:
    text = shown(card(task()))
    assert text.index("Priority") < text.index("P1") < text.index("Points") < text.index("Grace Hopper")


def test_a_card_leaves_out_texts_of_the_header() -> None:
    assert "Platform" not in shown(card(task(), Team="Platform"))


def test_a_card_shows_at_most_five_facts() -> None:
    lines = "\n".join(f"**Choice {number}**: [A | B]" for number in range(7))
    form = parse(f"# TASK-XXX: [Title]\n\n{lines}\n")
    answers = {field.key: "A" for field in form.asked() if field.kind == "choice"}
    assert shown(cards.card(task(), form, answers, NAMES)).count("Choice") == 5


def test_a_card_shows_sign_by_and_the_first_text() -> None:
    text = shown(card(task(sign_by=date(2026, 12, 1))))
    assert "2026-12-01" in text and "People wait." in text


def test_a_card_draws_the_checklists_progress() -> None:
    keys = {field.label: field.key for field in FORM.asked() if field.kind == "checklist"}
    ticked: Value = [{"text": text, "done": text == "Tested", "items": []} for text in ("Tested", "Deployed")]
    answers = dict.fromkeys(keys.values(), ticked)
    assert "▓▓▓▓▓░░░░░ 1 of 2 boxes ticked" in shown(cards.card(task(), FORM, answers, NAMES))
    for over in (State.DONE, State.CLOSED):
        assert "boxes ticked" not in shown(cards.card(task(state=over), FORM, answers, NAMES))


def test_a_card_without_checklists_shows_no_progress() -> None:
    form = parse("# TASK-XXX: [Title]\n\n## Why\n\n**Objective**: [What for]\n")
    assert "boxes" not in shown(cards.card(task(), form, {}, NAMES))


def test_a_card_says_where_each_role_stands() -> None:
    roles = (
        sign_off(1),
        sign_off(2, role="Reviewer", state=SignOffState.NOBODY, person=None),
        sign_off(3, role="DevOps", state=SignOffState.NOT_NEEDED, person=None, reason="no deployment"),
        sign_off(4, role="Lead", state=SignOffState.CHANGES_REQUESTED, person=ADA, reason="too large"),
    )
    assert "\n".join(
        [
            "○ Developer: waiting for Grace Hopper",
            "○ Reviewer: nobody yet",
            "– DevOps: not needed: no deployment",
            "◆ Lead: Ada Lovelace requests changes: too large",
        ]
    ) in shown(card(task(*roles)))


def test_a_signature_stands_with_the_name_and_day_that_it_froze() -> None:
    assert "● Developer: signed by Grace Brewster Hopper on 2026-11-22" in shown(card(signed()))


def test_sign_off_is_offered_only_while_somebody_is_waited_for() -> None:
    assert "Sign off" in shown(card(task()))
    assert "Sign off" not in shown(card(signed()))


def test_a_cards_buttons_carry_task_and_version() -> None:
    button = card(task(version=7)).blocks[-1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("sign_off", '{"t":1,"k":"TASK-001","v":7}')


def test_a_card_links_the_message_it_was_made_from() -> None:
    link = "https://x.slack.com/archives/C1/p1"
    assert link in str(card(task(source=link)).blocks)


def test_the_fallback_says_what_the_blocks_say() -> None:
    text = card(task()).text
    assert all(part in text for part in ("Fix the login", "To Do", "P1", "People wait.", "waiting for Grace"))


def test_equal_cards_have_equal_hashes_and_others_do_not() -> None:
    assert card(task()).hash == card(task()).hash != card(task(title="Other")).hash


def test_a_long_title_stays_whole() -> None:
    assert "x" * 150 in shown(card(task(title="x" * 150)))


def test_hostile_text_stands_as_typed_and_in_nothing_that_slack_parses() -> None:
    hostile = "<!channel> @here <@U123> `code` *bold* <b>html</b> &amp;"
    message = card(task(title=hostile), Objective=hostile)
    assert shown(message).count(hostile) == 2
    assert not kinds(message.blocks) & {"mrkdwn", "user", "broadcast", "markdown"}
    assert "<" not in message.text


def test_a_signer_is_asked_by_name_as_what_and_until_when() -> None:
    message = cards.asked(task(sign_by=date(2026, 12, 1)), GRACE, NAMES)
    assert "Ada Lovelace asks you to sign TASK-001: Fix the login" in shown(message)
    assert "As Developer you confirm: “Implementation complete”\nPlease sign by 2026-12-01." in shown(message)
    assert "Sign off" in shown(message)


def test_a_role_without_a_statement_is_asked_to_sign_it_off() -> None:
    assert "As Developer you sign it off" in shown(cards.asked(task(sign_off(statement="")), GRACE, NAMES))


def test_a_signer_who_has_signed_is_thanked_and_sees_no_button_to_sign() -> None:
    text = shown(cards.asked(signed(), GRACE, NAMES))
    assert "You signed TASK-001: Fix the login as Developer on 2026-11-22." in text
    assert "Sign off" not in text


def test_a_signer_of_a_closed_task_is_told_so() -> None:
    text = shown(cards.asked(task(state=State.CLOSED), GRACE, NAMES))
    assert "is closed, so your signature is no longer needed." in text and "Sign off" not in text


def test_a_signer_who_was_replaced_is_told_so() -> None:
    assert "You are no longer asked" in shown(cards.asked(task(sign_off(person=ADA)), GRACE, NAMES))


def test_a_signer_who_requested_changes_may_still_sign() -> None:
    refused = task(sign_off(state=SignOffState.CHANGES_REQUESTED, reason="too large"))
    text = shown(cards.asked(refused, GRACE, NAMES))
    assert "You requested changes to TASK-001: Fix the login." in text and "Sign off" in text


def test_an_author_who_signs_too_is_addressed_as_one_person() -> None:
    own = task(sign_off(person=ADA))
    assert "You named yourself to sign TASK-001" in shown(cards.asked(own, ADA, NAMES))


def test_an_author_who_stands_in_did_not_name_themselves() -> None:
    text = shown(cards.asked(task(sign_off(stand_in=ADA)), ADA, NAMES))
    assert "You are asked to sign TASK-001" in text and "for Grace Hopper who is away" in text


def test_done_says_who_signed_as_what() -> None:
    message = cards.done(signed(), NAMES)
    for text in (shown(message), message.text):
        assert "TASK-001: Fix the login is done: everybody has signed" in text
        assert "Developer: signed by Grace Brewster Hopper on 2026-11-22" in text


def test_a_summary_is_markdown_in_which_nothing_pings() -> None:
    block = cards.summary("# Open\n\n<!channel> @here").blocks[0]
    assert block["type"] == "markdown"
    assert "<!channel>" not in block["text"] and "@here" not in block["text"]


def test_a_summarys_notification_has_no_marks_of_markdown() -> None:
    markdown = (
        "## 1 open task\n\n- [TASK-001](https://acme.slack.com/p1) Fix \\*it\\* \\[a\\](b)\n- **Ada**\n"
    )
    assert cards.summary(markdown).text == "1 open task\n\n• TASK-001 Fix *it* [a](b)\n• Ada\n"


def test_a_piece_of_a_summary_of_ampersands_alone_fits() -> None:
    (piece,) = pieces("&" * (MOST // 5) + "\n", MOST)
    accepted(cards.summary(piece))


def test_a_told_sentence_is_shown_as_it_is() -> None:
    assert shown(cards.tell("Ask <!here> & go.")) == "Ask <!here> & go."
