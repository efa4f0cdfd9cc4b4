"""The least that Streamlit can be: two pages of one line each. The floor of every page's time."""

import streamlit as st

home = st.Page(lambda: st.write("零"), title="home")
first = st.Page(lambda: st.write("一"), title="one", url_path="one")
second = st.Page(lambda: st.write("二"), title="two", url_path="two")
st.navigation([home, first, second]).run()
