"""The Streamlit entry: settings, navigation, nothing else. `casebook app` starts it."""

from casebook.ui import add_page, health_page, search_page, shell, studies_page

shell.run(
    {
        "": search_page.show,
        "studies": studies_page.show,
        "add": add_page.show,
        "health": health_page.show,
    }
)
