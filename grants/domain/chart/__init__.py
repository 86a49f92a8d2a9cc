"""The geometry of our pictures: scales, bars, bins, curves. Shares of the drawing in percent, left and top being 0.

A drawing has no width of its own: bars and words stand at percentages, so that nothing is cut on a phone.
"""

from grants.domain.chart.bars import Bar, Bars, Step, bars, waterfall
from grants.domain.chart.bins import Bin, Histogram, histogram
from grants.domain.chart.columns import Column, Columns, columns
from grants.domain.chart.curves import Curve, Line, Plot, plot
from grants.domain.chart.places import Dot, discs
from grants.domain.chart.scale import Scale, ticks

__all__ = [
    "Bar",
    "Bars",
    "Bin",
    "Column",
    "Columns",
    "Curve",
    "Dot",
    "Histogram",
    "Line",
    "Plot",
    "Scale",
    "Step",
    "bars",
    "columns",
    "discs",
    "histogram",
    "plot",
    "ticks",
    "waterfall",
]
