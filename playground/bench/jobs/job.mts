import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** A row of the user's table, as it comes into a node. */
export type Row = Record<string, string>;

/** A request of the job, below the sandbox's address. */
export interface WireRequest {
	method: 'GET' | 'POST';
	path: string;
	/** JSON. */
	body?: string;
}

/** Which of the services' worlds a job runs in. */
export type World = 'alive' | 'unregistered';

/**
 * One thing a user does with a table, as a value: how our node is set up, what travels, and how the same is built today without
 * this package. `row`, `batch` and `expand` also become the text of n8n Code nodes, so they use nothing from outside themselves.
 */
export interface Job {
	id: string;
	/** For people: what is done. */
	title: string;
	service: 'google' | 'pushwoosh';
	world: World;
	/** The row number `index`. */
	row: (index: number) => Row;
	node: { type: string; parameters: INodeParameters; onError?: 'continueErrorOutput' };
	/** Items come out of the error output. */
	fails?: boolean;
	/** Some calls go wrong (`faultScript.mts`), so that not every row has to succeed. */
	isFaulty?: boolean;
	/** Requests in flight, as the node's default is. */
	concurrency: number;
	/** How many rows one request serves. */
	rowsPerRequest: number;
	/** What the requests for these rows are; the rows belong to one request. */
	request: (rows: Row[], access: Access) => WireRequest;
	/** What users build today. */
	today?: Today;
}

/** What a client needs to be let in. */
export interface Access {
	/** The Pushwoosh API token, which stands in the body. */
	apiToken: string;
	/** Header of Google's services. */
	accessToken: string;
}

/** The two ways of today in n8n: a request per item, or batches made by hand in Code nodes around a request. */
export interface Today {
	/** The HTTP Request node for single items; expressions see one row as `$json`. */
	perItem?: HttpRequestSetup;
	/** Code → HTTP Request → Code. */
	chain?: {
		/** First Code node: from rows to the bodies of requests. */
		batch: (rows: Row[], access: { apiToken: string }) => IDataObject[];
		request: HttpRequestSetup;
		/** Second Code node: from answers to a result per row. */
		expand: (answers: IDataObject[], bodies: IDataObject[]) => IDataObject[];
	};
}

export interface HttpRequestSetup {
	method: 'GET' | 'POST';
	/** Below the sandbox's address; may hold an expression, then it begins with `=`. */
	path: string;
	/** Expression for the JSON body. `API_TOKEN` in it is replaced by the token. */
	body?: string;
	/** Of Pushwoosh's Device API: its token stands in a header. */
	usesDeviceToken?: boolean;
}

/** How many requests the job makes for so many items. */
export function requestsFor({ rowsPerRequest }: Job, items: number): number {
	return Math.ceil(items / rowsPerRequest);
}

/** The shortest time in which so many requests can be answered, in milliseconds: requests ÷ concurrency × latency. */
export function idealMs(job: Job, items: number, latencyMs: number): number {
	return (requestsFor(job, items) / job.concurrency) * latencyMs;
}

/** Requests in flight with Keep Connections, about as many as Google's own client has. */
const KEPT_CONCURRENCY = 500;

/** The job with Keep Connections. */
export function keepingConnections(job: Job, concurrency = KEPT_CONCURRENCY): Job {
	const { node } = job;
	const options = { keepConnections: true, concurrency };
	return {
		...job,
		id: `${job.id}-kept`,
		title: `${job.title}, connections kept`,
		node: { ...node, parameters: { ...node.parameters, options } },
		concurrency,
		today: undefined,
	};
}
