"""What an editor sends for a page is read before its blocks ask whether there are words."""

from django.http import QueryDict

from cms.editing.page_forms import _readable


def test_a_heading_that_nobody_can_see_is_sent_as_nothing():
    sent = QueryDict(mutable=True)
    sent.update(
        {
            "body-0-value": "\u200b\u3164",
            "body-1-value-alt": "\u202eHuset\u00a0ved elva",
            "body-2-value": '{"blocks": [{"text": "a\u2028b"}]}',
        }
    )
    read = _readable(sent)
    assert read["body-0-value"] == ""
    assert read["body-1-value-alt"] == "Huset ved elva"
    assert read["body-2-value"] == sent["body-2-value"]
