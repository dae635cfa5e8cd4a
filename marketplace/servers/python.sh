# Finds a Python for .venv, for ./run and ./test. Sourced by them from the project's folder.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    echo "Touchstone needs Python 3.11 or newer, and none was found. Install it, or name one: PYTHON=/path/to/python3 $0" >&2
    return 1
}

# prepare_python REQUIREMENTS: makes .venv and installs what the file pins, if that was not done yet.
prepare_python() {
    local python
    python=$(find_python)
    "$python" -P marketplace/servers/venv.py "$1"
}
