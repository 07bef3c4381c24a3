// One way of doing a job, in a process of its own.
import { firebaseAdmin } from '../contestants/firebaseAdmin.mts';
import { ourNode } from '../contestants/ourNode.mts';
import { patchedN8n } from '../contestants/patchedN8n.mts';
import type { Contestant, Prepared } from '../contestants/contestant.mts';
import { undiciLoop } from '../contestants/undiciLoop.mts';
import { jobOf } from '../jobs/index.mts';
import type { Row } from '../jobs/job.mts';
import type { Services } from './sandboxWorker.mts';
import { measureUsage, type Usage } from './usage.mts';
import { serve } from './worker.mts';

export type ContestantName = 'ourNode' | 'patchedN8n' | 'undiciLoop' | 'firebaseAdmin';

const contestants: Record<ContestantName, Contestant> = { ourNode, patchedN8n, undiciLoop, firebaseAdmin };

export interface Setup {
	contestant: ContestantName;
	job: string;
	services: Services;
	/** Folder of the built package. */
	packageDir: string;
}

export interface Measurement extends Usage {
	items: number;
	/** Milliseconds from the first row read to the last result. */
	timeMs: number;
	/** Expressions that n8n evaluated, where n8n is in the race. */
	evaluations?: number;
}

let prepared: Prepared;
let setup: Setup;

const handlers = {
	async setUp(given: Setup): Promise<void> {
		setup = given;
		prepared = await contestants[given.contestant]({ ...given, job: jobOf(given.job) });
	},

	/** Does the job once, measured. @throws Error when not every item got the result that the job has */
	async run({ items, signsIn }: { items: number; signsIn: boolean }): Promise<Measurement> {
		const job = jobOf(setup.job);
		// Texts in one piece, as a database or an API gives them: JavaScript joins those that are put together only when they are read.
		const rows = JSON.parse(
			JSON.stringify(Array.from({ length: items }, (_, index) => job.row(index))),
		) as Row[];
		return { items, ...(await measureUsage(prepared(rows, signsIn))) };
	},
};

export type ContestantHandlers = typeof handlers;

serve(handlers);
