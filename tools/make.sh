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
more_encoder() { train encoder.train_encoder "encoder$2" --init "$work/encoder$1.pt" --stride 4 --balanced --iterations "$3" --seed "$4" --lr "$5"; }
more_classifier() { train vlm.train_classifier "classifier$2" --init "$work/classifier$1.pt" --shake 0.08 0.16 0.3 --iterations "$3" --seed "$4" --lr 1.5e-3 --others "$5"; }
{ more_encoder "" 2 1000 6 2e-3 && more_encoder 2 3 2600 7 2.5e-3; } &
more_classifier "" 2 1100 4 0.25
more_classifier 2 3 1300 8 0.06
more_classifier 3 4 1100 9 0.06
wait

$python -m tools.vlm.export_models "$work/detector.pt" "$work/classifier4.pt" public/demo/models
$python -m tools.encoder.save "$work/encoder3.pt" public/demo/models/encoder
$python -m tools.vlm.evaluate "$work/detector.pt" "$work/classifier4.pt" "$work/camera"
