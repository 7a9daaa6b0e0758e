#!/bin/sh
# Makes public/demo/models from nothing but this repository; see tools/README.md.
#   tools/make.sh [WORK_FOLDER]
set -eu
cd "$(dirname "$0")/.."
work=${1:-build/models}
python=${PYTHON:-/usr/bin/python3}
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

npx vite build --config tools/vite.config.ts
draw() { node build/tools/export.js "$work/$1" "$2" "$3" "$4" "$5" "$6"; }
draw a random 20261 0 4000 2 &
draw b random 20261 4000 4000 2
wait
draw camera camera 777001 0 300 1

train() { program=$1; out=$2; shift 2; $python -m "tools.$program" "$work/$out.pt" "$work/a" "$work/b" "$@"; }
train vlm.train_detector detector --iterations 2200 --seed 1 &
train vlm.train_classifier classifier --iterations 1300 --seed 2
train encoder.train_encoder encoder --iterations 1400 --seed 3
wait
train encoder.train_encoder encoder2 --init "$work/encoder.pt" --iterations 1000 --seed 6 --lr 2e-3 --stride 4 --balanced

$python -m tools.vlm.export_models "$work/detector.pt" "$work/classifier.pt" public/demo/models
$python -m tools.encoder.save "$work/encoder2.pt" public/demo/models/encoder
$python -m tools.vlm.evaluate "$work/detector.pt" "$work/classifier.pt" "$work/camera"
