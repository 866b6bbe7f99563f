"""The seed's nightly job as one writes it with pandas, scikit-learn and umap-learn. Prints one JSON line.

python retail.py FILE.csv[.gz] OUT.csv

Reads, invents ids, filters, makes five features, min-max, a forest of 100 trees on revenue, its leaves in two
dimensions by UMAP, KMeans with eleven clusters and fifty starts, silhouettes, profile, labels to a file.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np
import pandas as pd
import sklearn

# umap-learn loads TensorFlow where it is installed, which would count against it.
sys.modules["tensorflow"] = None
import umap  # noqa: E402
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import MinMaxScaler

warnings.filterwarnings("ignore")
path, out = sys.argv[1:3]
start, used = time.perf_counter(), time.process_time()
marks = {}


def mark(name):
    marks[name] = round(time.perf_counter() - start, 2)


lines = pd.read_csv(path, encoding="windows-1252", dtype={"InvoiceNo": str, "StockCode": str})
lines.columns = [
    "invoice_no", "stock_code", "description", "quantity", "invoice_date", "unit_price", "customer_id", "country",
]
mark("read")
missing = lines.loc[lines.customer_id.isna(), ["invoice_no"]].drop_duplicates()
missing["made"] = np.arange(19000, 19000 + len(missing))
lines = lines.merge(missing, on="invoice_no", how="left")
lines["customer_id"] = lines.customer_id.combine_first(lines.made)
lines = lines.drop(columns="made").dropna(subset=["description", "customer_id"])
lines["invoice_date"] = pd.to_datetime(lines.invoice_date, format="%m/%d/%Y %H:%M")
lines = lines[~lines.stock_code.str.match("^[a-zA-Z]+$")]
lines = lines[~lines.country.isin(["European Community", "Unspecified"])]
lines = lines[(lines.unit_price >= 0.04) & (lines.customer_id != 16446)]
returns, bought = lines[lines.quantity < 0], lines[lines.quantity > 0].copy()
mark("clean")
bought["revenue"] = bought.quantity * bought.unit_price
by = bought.groupby("customer_id")
table = pd.DataFrame(index=pd.Index(lines.customer_id.unique(), name="customer_id"))
table["gross_revenue"] = by.revenue.sum()
table["recency_days"] = (bought.invoice_date.max() - by.invoice_date.max()).dt.days
table["quantity"] = by.quantity.sum()
span = (by.invoice_date.max() - by.invoice_date.min()).dt.days
table["frequency"] = (by.invoice_no.nunique() / span).where(span > 0, 0)
table["returns"] = returns.groupby("customer_id").invoice_no.nunique()
table["returns"] = table.returns.fillna(0)
table = table.dropna().sort_index()
mark("features")
scaled = pd.DataFrame(MinMaxScaler().fit_transform(table), columns=table.columns)
x, y = scaled.drop(columns="gross_revenue").values, scaled.gross_revenue.values
forest = RandomForestRegressor(100, random_state=42, n_jobs=2).fit(x, y)
leaves = forest.apply(x)
mark("forest")
code = umap.UMAP(metric="hamming", random_state=42).fit_transform(leaves)
mark("umap")
model = KMeans(11, init="random", n_init=50, random_state=42).fit(code)
scores = [silhouette_score(code, model.labels_), silhouette_score(scaled.values, model.labels_)]
mark("cluster")
profile = table.assign(label=model.labels_).groupby("label").agg(["mean", "median", "min", "max", "std"])
table.assign(segment=model.labels_).to_csv(out)
mark("write")
print(
    json.dumps(
        {
            "time": time.perf_counter() - start,
            "cpu": time.process_time() - used,
            "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "entities": len(table),
            "revenue": float(table.gross_revenue.sum()),
            "silhouette": [float(score) for score in scores],
            "marks": marks,
            "versions": f"pandas {pd.__version__}, scikit-learn {sklearn.__version__}, umap-learn {umap.__version__}",
        }
    )
)
