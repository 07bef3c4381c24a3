// A process of its own that outlives the one that started it, to clean up after it: even a killed process lets go of the
// pipe that this one reads from. Its argument is the folder of the cluster.
import { clearAway } from './leftovers.mts';

const [folder] = process.argv.slice(2);
process.stdin.resume();
process.stdin.once('close', () => void (folder === undefined ? undefined : clearAway(folder)));
