import { it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { withGpu } from '../../models/testing/gpu';
import { Segmentor } from '../../models/segmentor';
import { Tape, withTape } from '../../models/engine/tape';
import { record } from '../../models/engine/replay';
import { readTensor, gpuBytes, emptyTensor } from '../../models/engine/backend';
import { takeDispatchCount } from '../../models/engine/kernel';
import { crossEntropy } from '../../models/ops/cross-entropy/cross-entropy';
withGpu();
const TR={stochastic:true,batchStatistics:true,key:null,pass:0,recompute:false};
it('speed', async()=>{
 for (const [dims,heads,depths,E,S,kind] of [[[32,64,96,128],[1,2,3,4],[1,1,2,1],64,128,'daformer'],[[32,64,96,128],[1,2,3,4],[1,1,2,1],32,128,'daformer'],[[32,64,96,128],[1,2,3,4],[1,1,2,1],64,128,'segformer'],[[32,64,160,256],[1,2,5,8],[2,2,2,2],64,64,'segformer']] as any) {
  const net=new Segmentor({encoder:{dims,heads,depths,srRatios:[8,4,2,1],mlpRatios:[4,4,4,4],dropPathRate:0.1},head:{kind,inputs:dims,embed:E,channels:E,classes:19,dropout:0.1}},{seed:1,trained:true});
  const B=2; const x=tf.keep(tf.randomNormal([B,S,S,3])); const y=tf.keep(tf.randomUniform([B,S,S],0,19,'int32')); const one=tf.keep(tf.ones([1]));
  await x.data(); await y.data();
  const step=()=>tf.tidy(()=>{const tape=new Tape(); const r=withTape(tape,()=>crossEntropy(net.forward(x,TR as any),y as any,null,{average:'valid'})); tape.backward([{tensor:r.loss,gradient:one}]); tf.keep(r.loss); tf.keep(r.accuracy); return r;});
  takeDispatchCount(); const t0=performance.now(); const rec=record(step); const tj=performance.now(); await readTensor(rec.result.loss); const t1=performance.now(); const d=takeDispatchCount();
  const ts=[]; let js=0; for(let i=0;i<5;i++){const a=performance.now(); rec.replay(); js=performance.now()-a; await readTensor(rec.result.loss); ts.push(performance.now()-a);}
  const fw=record(()=>tf.tidy(()=>tf.keep(net.forward(x,TR as any)))); await readTensor(fw.result); const tf1=performance.now(); fw.replay(); await readTensor(fw.result); const tfwd=performance.now()-tf1;
  console.log(JSON.stringify({dims,E,S,kind}),'params',net.params.size,'dispatch',d,'first',(t1-t0).toFixed(0),'replay',Math.min(...ts).toFixed(0),'js',js.toFixed(1),'fwd',tfwd.toFixed(0),'arenaMB',(rec.arenaBytes/1e6).toFixed(1));
  rec.dispose(); fw.dispose(); net.dispose();
 }
});
