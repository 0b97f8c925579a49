# Sourced: sees to the Debian packages that the tests need, and installs what is missing where we are root.

missing=
has_venv || missing="$missing python3-venv"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
# Khmer pages are looked at in a browser; without a font of theirs it would measure empty boxes.
if ! fc-list :lang=km family 2>/dev/null | grep -q .; then
    missing="$missing fontconfig fonts-khmeros"
fi
# A real cache, to be told what to forget; its test is skipped where it is missing and we are not root.
if [ "$(id -u)" -eq 0 ] && ! command -v varnishd >/dev/null 2>&1; then
    missing="$missing varnish"
fi

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        die "The tests need what Debian calls:$missing. Install it by the means of this system."
    elif [ "$(id -u)" -ne 0 ]; then
        die "The tests need Debian packages that are missing. Install them with: sudo apt-get install$missing"
    fi
    echo "Installing$missing …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || die "The list of Debian's packages could not be fetched; the lines above say why."
    # shellcheck disable=SC2086  # names of packages, to be split
    apt-get install -qq -y --no-install-recommends $missing >/dev/null ||
        die "Not everything could be installed; the lines above say why. Needed are:$missing"
fi

# Counting in Valkey and the configuration for nginx are tested against the real ones, and processes are killed at their
# system calls by strace; where those can't be had, these
# tests are skipped and say so. Java runs W3C's Nu checker.
wished=
command -v valkey-server >/dev/null 2>&1 || command -v redis-server >/dev/null 2>&1 || wished="$wished redis-server"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || wished="$wished nginx-light"
command -v openssl >/dev/null 2>&1 || wished="$wished openssl"
command -v strace >/dev/null 2>&1 || wished="$wished strace"
command -v java >/dev/null 2>&1 || wished="$wished default-jre-headless"
if [ -n "$wished" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$wished …"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # names of packages, to be split
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends $wished; } >/dev/null 2>&1 ||
        echo "Not installed:$wished. The tests that need them are skipped."
fi
