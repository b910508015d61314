# The Go that builds and runs the road: sourced with the folder of the clients. Modules and what is
# compiled are kept there, not in the home folder.
export GOPATH=$1/go GOMODCACHE=$1/go/modules GOCACHE=$1/go/compiled
export GOFLAGS='-mod=readonly -modcacherw -buildvcs=false' GOTOOLCHAIN=local
