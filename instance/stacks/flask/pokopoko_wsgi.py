"""The application that Flask's own commands find by FLASK_APP, for servers."""
import os

from flask.cli import ScriptInfo

application = ScriptInfo(os.environ.get("FLASK_APP")).load_app()
