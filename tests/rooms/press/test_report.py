"""How far behind the press is, as the kiosk's inner port tells it."""

from __future__ import annotations

from datetime import timedelta

from cast import NOW

from broadsheet.cli.press_report import report
from broadsheet.press import orders
from broadsheet.press.models import Order
from broadsheet.press.run import Press


def test_the_lag_is_the_age_of_the_oldest_order_that_is_due(pressed: Press) -> None:
    assert report(NOW)["gauges"] == {
        "orders_waiting": 0, "lag_seconds": 0.0, "failures": 0, "written_at": NOW.timestamp(),
    }  # fmt: skip
    orders.write(["story:1"], now=NOW - timedelta(seconds=40))
    orders.write(["story:2"], now=NOW - timedelta(seconds=5))
    orders.write(["story:3"], now=NOW, due_at=NOW + timedelta(hours=1))
    told = report(NOW)["gauges"]
    assert (told["orders_waiting"], told["lag_seconds"]) == (2, 40.0)
    Order.objects.all().delete()
    assert report(NOW)["gauges"]["lag_seconds"] == 0.0
