"""Pictures as HTML and SVG texts: figures and a rule in, markup out; no Streamlit, no database."""
