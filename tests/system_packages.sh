#!/bin/sh
# The browser tests drive a real Chromium. Install it where that is possible without asking; say so loudly where it isn't.
set -u
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "=================================================================================================="
echo "NO CHROMIUM HERE: the browser tests are LEFT OUT. Install the package 'chromium' to run them."
echo "=================================================================================================="
