"""The Streamlit entry: settings, navigation, nothing else. `casebook app` starts it."""

if __name__ == "__main__":
    # Streamlit runs this file for each view of a page ...
    from casebook.ui import (
        add_page,
        basket_page,
        compare_page,
        health_page,
        search_page,
        shell,
        studies_page,
    )

    shell.run(
        {
            "": search_page.show,
            "compare": compare_page.show,
            "basket": basket_page.show,
            "studies": studies_page.show,
            "add": add_page.show,
            "health": health_page.show,
        }
    )
else:
    # ... and its server imports it once, for what stands on the app's port.
    from streamlit.starlette import App

    from casebook.ui import port

    app = App(__file__, middleware=port.shared_with_api(), lifespan=port.opening)
