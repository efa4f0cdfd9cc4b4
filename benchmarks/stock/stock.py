"""What one would write in an afternoon: the same figures, stock Streamlit and Plotly, straight from the ledger."""

import os

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st

st.set_page_config(layout="wide")


def query(sql: str) -> pd.DataFrame:
    """Rows of the ledger, read anew on every run."""
    with duckdb.connect(os.environ["WUSE_BENCH_GENERATION"], read_only=True) as connection:
        return connection.execute(sql).df()


def ranking() -> None:
    """Closed share by region as bars, a table, and region by month as a heat map."""
    st.title("Ranking")
    month = st.selectbox("Month", ["2026-10", "2026-09"])
    shares = query(
        "SELECT region_code, count(*) AS found, avg((closed_date IS NOT NULL)::INT) AS closed, "
        "avg((closed_date <= due_date)::INT) AS on_time FROM hazards "
        f"WHERE strftime(found_date, '%Y-%m') <= '{month}' GROUP BY 1"
    )
    st.dataframe(shares)
    st.plotly_chart(px.bar(shares, x="region_code", y="on_time"))
    months = query(
        "SELECT region_code, strftime(found_date, '%Y-%m') AS month, count(*) AS found FROM hazards GROUP BY 1, 2"
    )
    st.plotly_chart(px.density_heatmap(months, x="month", y="region_code", z="found"))


def stock_and_flow() -> None:
    """Found and closed by month as lines."""
    st.title("Stock and flow")
    flow = query(
        "SELECT strftime(found_date, '%Y-%m') AS month, level, count(*) AS n FROM hazards GROUP BY 1, 2"
    )
    st.plotly_chart(px.line(flow.sort_values("month"), x="month", y="n", color="level"))
    st.plotly_chart(px.bar(flow, x="month", y="n", color="level"))


st.navigation(
    [
        st.Page(lambda: st.write("home"), title="home"),
        st.Page(ranking, title="Ranking", url_path="stock_ranking"),
        st.Page(stock_and_flow, title="Flow", url_path="stock_flow"),
    ]
).run()
