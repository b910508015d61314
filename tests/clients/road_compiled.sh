#!/bin/bash
# The road, walked by an SDK of a language that need not be there; prints TAP.
# Usage: road_compiled.sh go|java FOLDER-OF-CLIENTS
set -eu
language=$1
clients=$2
here=$(cd "$(dirname "$0")" && pwd)

skip() {
	echo "1..0 # SKIP $1"
	exit 0
}

case $language in
go) program=go ;;
java) program=javac ;;
esac
command -v "$program" > /dev/null || skip "$program is not installed"
[ -e "$clients/$language.stamp" ] || skip "$(cat "$clients/$language.missing" 2> /dev/null ||
	echo "the SDK is not there; ci/setup --clients installs it")"

case $language in
go)
	source "$here/go/environment.sh" "$clients"
	cd "$here/go"
	GOPROXY=off go run .
	;;
java) java -cp "$clients/java/*" "$here/java/Road.java" ;;
esac
