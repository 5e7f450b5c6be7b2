"""The addresses of handing over money: cash, gift cards, Stripe, boxes, and limits."""

from django.urls import path

from portals.staff.pay import (
    boxes,
    gift_cards,
    mistakes,
    pay,
    pay_choice,
    payment_times,
    stripe_payouts,
    thresholds,
)

urlpatterns = [
    path("deltakere/<int:pk>/betaling/", pay_choice.pay_choice, name="pay_choice"),
    path("honorar/", pay.pay, name="pay"),
    path("honorar/<int:pk>/", pay.pay_person, name="pay_person"),
    path("honorar/grenser/", thresholds.thresholds, name="thresholds"),
    path("honorar/grenser/ny/", thresholds.threshold_new, name="threshold_new"),
    path(
        "honorar/grenser/<int:pk>/godkjenn/", thresholds.threshold_verify, name="threshold_verify"
    ),
    path("honorar/grenser/<int:pk>/slutt/", thresholds.threshold_end, name="threshold_end"),
    path("honorar/grenser/<int:pk>/bort/", thresholds.threshold_remove, name="threshold_remove"),
    path("honorar/grenser/<int:pk>/lonn/", thresholds.threshold_passed, name="threshold_passed"),
    path("honorar/<int:pk>/grense/", thresholds.threshold_decide, name="threshold_decide"),
    path("honorar/<int:pk>/timer/", thresholds.fortnights, name="fortnights"),
    path("honorar/<int:pk>/ar/<int:year>/", thresholds.year, name="year"),
    path(
        "honorar/<int:pk>/tap/<int:earning_pk>/",
        mistakes.earning_write_off,
        name="earning_write_off",
    ),
    path(
        "honorar/<int:pk>/betal-igjen/<int:earning_pk>/",
        mistakes.earning_pay_again,
        name="earning_pay_again",
    ),
    path("honorar/kvittering/<int:pk>/", pay.receipt, name="receipt"),
    path("honorar/kvittering/<int:pk>/feil/", mistakes.receipt_wrong, name="receipt_wrong"),
    path(
        "honorar/gavekort/kvittering/<int:pk>/feil/",
        mistakes.gift_card_receipt_wrong,
        name="gift_card_receipt_wrong",
    ),
    path("honorar/konvolutter/", pay.envelope_list, name="envelopes"),
    path("honorar/gruppe/", pay.pay_groups, name="pay_groups"),
    path("honorar/gruppe/<int:pk>/", pay.pay_group, name="pay_group"),
    path("honorar/lofter/", payment_times.payment_times, name="payment_times"),
    path("honorar/<int:pk>/gavekort/", gift_cards.gift_card_give, name="gift_card_give"),
    path(
        "honorar/gavekort/kvittering/<int:pk>/",
        gift_cards.gift_card_receipt,
        name="gift_card_receipt",
    ),
    path("gavekort/", gift_cards.gift_cards, name="gift_cards"),
    path("gavekort/nye/", gift_cards.gift_cards_new, name="gift_cards_new"),
    path("gavekort/<int:pk>/ut/", gift_cards.gift_card_void, name="gift_card_void"),
    path("honorar/stripe/", stripe_payouts.stripe_payouts, name="stripe_payouts"),
    path("honorar/stripe/koble/", stripe_payouts.stripe_connect, name="stripe_connect"),
    path("honorar/stripe/<int:pk>/ferdig/", stripe_payouts.stripe_onboard, name="stripe_onboard"),
    path("honorar/<int:pk>/stripe/", stripe_payouts.stripe_send, name="stripe_send"),
    path("honorar/stripe/<int:pk>/sjekk/", stripe_payouts.stripe_retry, name="stripe_retry"),
    path("honorar/stripe/<int:pk>/fram/", stripe_payouts.stripe_arrived, name="stripe_arrived"),
    path("honorar/stripe/<int:pk>/ikke-fram/", stripe_payouts.stripe_failed, name="stripe_failed"),
    path("skrin/", boxes.boxes, name="boxes"),
    path("skrin/nytt/", boxes.box_new, name="box_new"),
    path("skrin/<int:pk>/", boxes.box_report, name="box_report"),
    path("skrin/<int:pk>/tell/", boxes.box_count, name="box_count"),
    path("skrin/<int:pk>/fyll/", boxes.box_fill, name="box_fill"),
    path("skrin/<int:pk>/ta-ut/", boxes.box_take_out, name="box_take_out"),
    path("skrin/<int:pk>/avslutt/", boxes.box_close, name="box_close"),
    path("skrin/<int:pk>/ta-i-bruk/", boxes.box_open, name="box_open"),
]
