import type { Job, Row } from '../jobs/job.mts';
import type { Services } from '../workers/sandboxWorker.mts';

/** Where and what a contestant works on. */
export interface Arena {
	job: Job;
	services: Services;
	/** Folder of the built package. */
	packageDir: string;
}

export interface Outcome {
	/** Milliseconds. */
	timeMs: number;
	evaluations?: number;
}

/**
 * Takes the rows and returns the work itself, which is measured and throws unless every row got its result. A client that
 * can sign in by itself does so in a run that `signsIn`, and else uses the access token that it has.
 */
export type Prepared = (rows: Row[], signsIn: boolean) => () => Promise<Outcome>;

/** A way of doing jobs: set up once per process, then run as often as wanted. */
export type Contestant = (arena: Arena) => Promise<Prepared>;

/** @throws Error: a run that lost rows may not count as a fast one */
export function expectResults(who: string, received: number, wanted: number): void {
	if (received !== wanted) throw new Error(`${who} gave ${received} results for ${wanted} rows`);
}
