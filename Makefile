# The one door: make run, make test, make build, make bench. Each installs what it misses.
.PHONY: run test build bench format tidy clean

BUILD := build/release

build: ; @deploy/dev/install && deploy/dev/build release bins
	@ls $(BUILD)/bin

run: ; @deploy/dev/install && deploy/dev/build release bins && deploy/dev/run

test: ; @deploy/dev/install test && deploy/dev/test

bench: ; @deploy/dev/install test && deploy/dev/build release bench && deploy/dev/bench

format: ; @deploy/dev/install test && git ls-files '*.h' '*.cc' | xargs clang-format -i

tidy: ; @deploy/dev/install test && deploy/dev/tidy

clean: ; rm -rf build
