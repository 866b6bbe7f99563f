"""Golden numbers for features/retail: pandas on generated lines of invoices.

Run: python test/golden/retail.py   (writes retail.json beside itself)

Two keys per customer; days and hours, so that calendar days and whole 24 hours differ; returns, gifts of price 0,
lines of 0 pieces, several invoices in one minute, customers of one day, of returns only, of one line.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

WINDOWS = (7, 14, 21, 28)


def lines():
    rng = np.random.default_rng(20)
    rows, invoice = [], 1000
    for shop in ("north", "south"):
        for customer in range(28):
            for _ in range(rng.integers(1, 9)):
                invoice += 1
                at = pd.Timestamp("2023-01-28 09:00") + pd.Timedelta(
                    minutes=int(rng.integers(0, 90 * 24 * 60))
                )
                back = rng.random() < 0.2
                for _ in range(rng.integers(1, 5)):
                    pieces = int(rng.integers(1, 12)) * (-1 if back else 1)
                    pieces = 0 if rng.random() < 0.02 else pieces
                    price = 0.0 if rng.random() < 0.05 else round(float(rng.lognormal(1, 1)), 2)
                    product = f"P{rng.integers(0, 30)}"
                    rows.append((shop, customer, f"{'C' if back else ''}{invoice}", product, pieces, at, price))
                if rng.random() < 0.15:
                    rows.append((shop, customer, f"{invoice}X", "P1", 1, at, 2.5))
    at = pd.Timestamp("2023-03-03 12:00")
    rows.append(("north", 90, "C1", "P2", -3, at, 4.0))
    rows.append(("north", 91, "S1", "P2", 1, at, 4.0))
    rows.append(("south", 92, "S2", "P2", 1, at, 0.0))
    names = ["shop", "customer", "invoice", "product", "pieces", "at", "price"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.sample(frac=1, random_state=3).reset_index(drop=True)


def days_between(a, b, elapsed):
    return (b - a).days if elapsed else (b.normalize() - a.normalize()).days


def describe(group, until, elapsed):
    """One customer, in the plainest way."""
    bought, back = group[group.pieces > 0], group[group.pieces < 0]
    value = bought.pieces * bought.price
    gross, returned = value.sum(), -(back.pieces * back.price).sum()
    invoices, returns = bought.invoice.nunique(), back.invoice.nunique()
    out = {
        "gross_revenue": gross,
        "net_revenue": gross - returned,
        "invoices": invoices,
        "quantity": bought.pieces.sum(),
        "unique_products": bought["product"].nunique(),
        "returns": returns,
        "return_rate_value": returned / gross if gross > 0 else None,
        "return_rate_invoices": returns / invoices if invoices else None,
        "basket_size": bought.pieces.sum() / invoices if invoices else None,
        "basket_value": gross / invoices if invoices else None,
    }
    none = dict.fromkeys(
        ["recency_days", "tenure_days", "frequency", "invoices_per_30_days", "mean_days_between"]
    )
    if invoices:
        first, last = bought["at"].min(), bought["at"].max()
        span = days_between(first, last, elapsed)
        tenure = days_between(first, until, elapsed)
        dates = bought["at"].dt.normalize().drop_duplicates().sort_values()
        none = {
            "recency_days": days_between(last, until, elapsed),
            "tenure_days": tenure,
            "frequency": invoices / span if span else 0,
            "invoices_per_30_days": invoices / max(tenure + 1, 30) * 30,
            "mean_days_between": dates.diff().dt.days.mean() if len(dates) > 1 else None,
        }
    daily = value.groupby(bought["at"].dt.normalize()).sum()
    for days in WINDOWS:
        age = (until.normalize() - daily.index).days if len(daily) else []
        out[f"revenue_last_{days}_days"] = daily[np.array(age) < days].sum() if len(daily) else 0
        moving = daily.rolling(f"{days}D").sum() if len(daily) else daily
        out[f"revenue_best_{days}_days"] = moving.max() if len(daily) else 0
    first_half = value[bought["at"].dt.day <= 15].sum()
    out["first_half_share"] = first_half / gross if gross > 0 else None
    return {**none, **out}


def marks(table, quantiles):
    buyers = table[table.invoices > 0]
    shares = [(i + 1) / quantiles for i in range(quantiles - 1)]
    cuts = {
        "recency": sorted(set(buyers.recency_days.astype(float).quantile(shares))),
        "frequency": sorted(set(buyers.invoices.quantile(shares))),
        "monetary": sorted(set(buyers.gross_revenue.quantile(shares))),
    }
    above = lambda column, limits: sum((column.astype(float) > limit).astype(int) for limit in limits)
    recency = len(cuts["recency"]) + 1 - above(table.recency_days, cuts["recency"])
    table["rfm_recency"] = recency.where(table.recency_days.notna(), 1)
    table["rfm_frequency"] = 1 + above(table.invoices, cuts["frequency"])
    table["rfm_monetary"] = 1 + above(table.gross_revenue, cuts["monetary"])
    table["rfm_total"] = table.rfm_recency + table.rfm_frequency + table.rfm_monetary
    return cuts


def case(frame, until, days, quantiles):
    moment = pd.Timestamp(until)
    limit = moment if days == "elapsed" else moment.normalize() + pd.Timedelta(days=1)
    used = frame[frame["at"] <= moment] if days == "elapsed" else frame[frame["at"] < limit]
    groups = {key: describe(group, moment, days == "elapsed") for key, group in used.groupby(["shop", "customer"])}
    table = pd.DataFrame.from_dict(groups, orient="index")
    cuts = marks(table, quantiles)
    keys = [list(key) for key in table.index]
    cells = table.astype(object).where(table.notna(), None)
    return {
        "until": until,
        "days": days,
        "quantiles": quantiles,
        "cuts": cuts,
        "keys": keys,
        "features": {name: [None if v is None else float(v) for v in cells[name]] for name in table},
    }


frame = lines()
last = str(frame["at"].max())
out = {
    "versions": {"pandas": pd.__version__, "numpy": np.__version__},
    "rows": [[*row[:5], str(row[5]), row[6]] for row in frame.itertuples(index=False, name=None)],
    "cases": [
        case(frame, last[:10], "calendar", 5),
        case(frame, last, "elapsed", 4),
        case(frame, "2023-03-20", "calendar", 3),
        case(frame, "2023-03-03 12:00:00", "elapsed", 5),
        case(frame, "2024-03-03", "calendar", 5),
    ],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
