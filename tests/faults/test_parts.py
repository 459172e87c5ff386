"""Controls that run alone say together what one page says."""

import asyncio

from scenes.language import say
from tests.bench.visitor import Visitor

CORNER = "formula=abs(x)&lo=-4&hi=4&order=2&x0=1&sigma=0.3"  # order 2 is taken at the packet


async def over_the_corner(served):
    async with Visitor(served.address, CORNER) as visitor:
        await visitor.arrive()
        assert visitor.texts == []
        await visitor.change("lab.x0", 0.0)
        refused = list(visitor.texts)
        before = visitor.link
        visitor.texts.clear()
        await visitor.change("lab.wick", 45.0)
        still = list(visitor.texts)
        visitor.texts.clear()
        await visitor.change("lab.order", "exact")
        return refused, before, still, visitor.texts, visitor.link


def test_a_refusal_stays_until_any_control_ends_it(served):
    refused, before, still, after, link = asyncio.run(over_the_corner(served))
    sentence = say("en", "formula.not-smooth", x=0.0)
    plain = [text.replace("\\", "") for text in refused]
    assert set(plain) == {sentence}
    assert "x0=0&" not in before + "&"  # the address has the last scene that worked
    assert still == refused
    assert after == []
    assert {"x0=0", "wick=45"} <= set(link.split("&"))
    assert "order" not in link
