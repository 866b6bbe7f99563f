"""Writes text.json: tf-idf and truncated SVD of generated texts by scikit-learn. Run: python test/golden/text.py"""
import json, random
from pathlib import Path
import numpy as np, scipy, sklearn
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

random.seed(3)
themes = ["red green blue Weiß noir", "lamp chair table Stuhl étagère", "64gb 128gb dual sim unlocked", "cotton wool silk linen лён"]
common = "with and for new the set".split()
def text():
    own = random.choice(themes).split()
    words = random.choices(own, k=random.randint(2, 7)) + random.choices(common, k=random.randint(0, 4))
    random.shuffle(words)
    return random.choice([" ", ", ", " - "]).join(words)
texts = [text() for _ in range(80)] + ["alone", ""]
later = [text() for _ in range(6)] + ["nothing known here"]
vectorizer = TfidfVectorizer(sublinear_tf=True, smooth_idf=True, min_df=2, token_pattern=r"(?u)\b\w\w+\b")
x = vectorizer.fit_transform(texts)
svd = TruncatedSVD(4, algorithm="arpack", random_state=0).fit(x)
out = dict(
    versions=dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__),
    texts=texts, later=later, words=len(vectorizer.vocabulary_),
    fit=svd.transform(x).round(9).tolist(), applied=svd.transform(vectorizer.transform(later)).round(9).tolist(),
    singular=svd.singular_values_.round(9).tolist(),
)
Path(__file__).with_name("text.json").write_text(json.dumps(out, ensure_ascii=False))
