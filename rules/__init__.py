"""Pure rules: plan packs, classes, scores and statistics. No database, no Streamlit."""
