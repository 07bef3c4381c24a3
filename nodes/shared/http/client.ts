import type { ICredentialDataDecryptedObject, IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { RequestFailure, RunCanceled, type Failure } from '../failure';
import type { HttpAnswer } from './answer';
import { fetchAnswer, type DoorRequest, type HttpHelper } from './door';
import { answerInside, failureInside } from './errorChain';
import { KeptConnections, LONGEST_FETCH_MS } from './keptConnections';
import { describeNetworkFailure, type NetworkFailure } from './networkFailure';
import { RequestGuard, RequestTimedOut } from './requestGuard';
import type { EarlierTries, Judgement, RequestSpec } from './requestSpec';
import {
	asksForLess,
	isPassingStatus,
	nextStep,
	parseRetryAfter,
	standstillAfter,
	type FailedTry,
	type RetryLimits,
} from './retry';
import type { Session, SignInLimits } from './session';
import { Traffic, type Passed } from './traffic';

interface ClientSettings extends Omit<SignInLimits, 'signal'> {
	/** Over connections that stay open, where the credential allows that. */
	keepConnections?: boolean;
}

/** Counts over all requests of a run, for the summary. */
export interface RequestCounts {
	/** Requests sent, retries included. */
	sent: number;
	retried: number;
}

/** What was sent for one request so far, requests sent again with another access token included. */
interface Tally {
	sent: number;
	answered: number;
}

/** What became of one try. */
type Attempt = { answer: HttpAnswer } | NetworkFailure;

/** What one try came to. */
type Tried<T> = Pick<Passed, 'outcome'> &
	({ value: T } | { failure: Failure; setback: FailedTry; slowsRun?: boolean });

/** Sends requests with the run's credential: bounded in time, repeated where that is safe, stopped by cancelling. */
export class HttpClient {
	private readonly guard: RequestGuard;
	private readonly kept: KeptConnections | undefined;
	/** What is known of each right that was asked for; `undefined`: it was granted. */
	private readonly rights = new Map<string, Failure | undefined>();

	constructor(
		private readonly context: IExecuteFunctions | ILoadOptionsFunctions,
		private readonly session: Session,
		private readonly settings: ClientSettings,
		private readonly cancelSignal: AbortSignal | undefined,
		private readonly counts: RequestCounts,
		/** Aborted when no further request is to be started, as on `cancelSignal`; what is in flight isn't ended by it. */
		private readonly endSignal: AbortSignal | undefined = cancelSignal,
		/** Lets the run's requests set out; without one nobody waits for a place. */
		private readonly traffic = new Traffic({ most: Infinity, signal: endSignal }),
	) {
		const { timeoutMs, keepConnections } = settings;
		this.guard = new RequestGuard(timeoutMs, cancelSignal);
		if (keepConnections && session.sign && timeoutMs <= LONGEST_FETCH_MS) {
			this.kept = new KeptConnections(context, session.sign);
		}
	}

	/**
	 * @param mayHaveBeenActedOn before n8n repeated the node this request was sent and may have been acted on
	 * @returns what `judge` made of the answer, and how often the service answered at all, a 401 included
	 * @throws RequestFailure when the request finally failed, RunCanceled when it was never sent, because the run is over, or
	 *   when the user stopped the execution
	 */
	async request<T>(spec: RequestSpec<T>, mayHaveBeenActedOn = false): Promise<{ value: T; answers: number }> {
		const tally: Tally = { sent: 0, answered: 0 };
		const earlier: EarlierTries = { mayHaveBeenActedOn };
		let failed: RequestFailure | undefined;
		for (let tries = 1, waitMs = 0; ; tries++) {
			const refusal = spec.right === undefined ? undefined : this.rights.get(spec.right);
			if (refusal && !failed) throw new RequestFailure(refusal);
			const since = await this.setOut(spec, waitMs);
			if (since === undefined) throw failed ?? new RunCanceled();
			const passed: Passed = { since, outcome: 'unanswered' };
			try {
				const tried = await this.tryOnce(spec, tally, earlier);
				passed.outcome = tried.outcome;
				if ('value' in tried) return { value: tried.value, answers: tally.answered };
				const { failure, setback, slowsRun = asksForLess(setback.status, failure.code) } = tried;
				// A try that may have been acted on stays one, whatever the tries after it came to.
				earlier.mayHaveBeenActedOn ||= !setback.notActedOn;
				const step = nextStep(setback, this.limits(spec, tries));
				if (slowsRun) {
					passed.standstill = standstillAfter(setback, step, this.session.jitter);
				}
				failed = new RequestFailure(
					{
						...failure,
						attempts: tally.sent,
						...(spec.onlyOnce && earlier.mayHaveBeenActedOn ? { uncertain: true } : {}),
						...(setback.retryAfter === undefined ? {} : { retryAfter: setback.retryAfter }),
						...(!step.retry && step.closedForSeconds !== undefined
							? { advice: comeBackLater(step.closedForSeconds) }
							: {}),
					},
					earlier.mayHaveBeenActedOn,
				);
				if (!step.retry) throw failed;
				({ waitMs } = step);
			} finally {
				this.traffic.leave(passed);
			}
		}
	}

	private noteRight<T>(right: string | undefined, judged: Judgement<T>): void {
		if (right === undefined) return;
		if (judged.ok) this.rights.set(right, undefined);
		else if (judged.failure.refusesRight && !this.rights.has(right)) this.rights.set(right, judged.failure);
	}

	/**
	 * Waits for the request's moment, for a place and for its turn: nothing is ever sent ahead of them.
	 * @returns when it sets out; undefined when the run is over
	 * @throws RunCanceled when the user stopped the execution
	 */
	private async setOut<T>({ pace }: RequestSpec<T>, waitMs: number): Promise<number | undefined> {
		const since = await this.traffic.enter(waitMs).catch(() => undefined);
		let isReady = since !== undefined;
		if (isReady && pace) {
			isReady = await pace(this.endSignal, () => this.traffic.pauseMs()).then(
				() => true,
				() => false,
			);
		}
		isReady &&= this.endSignal?.aborted !== true;
		if (since !== undefined && !isReady) this.traffic.leave({ since, outcome: 'unanswered' });
		this.throwIfCanceled();
		return isReady ? since : undefined;
	}

	/** Sends the request, and judges the answer. */
	private async tryOnce<T>(spec: RequestSpec<T>, tally: Tally, earlier: EarlierTries): Promise<Tried<T>> {
		const attempt = await this.attempt(spec, tally);
		if (!('answer' in attempt)) {
			const { failure, passing, notSent } = attempt;
			return { outcome: 'unanswered', failure, setback: { passing, notActedOn: notSent } };
		}
		const { answer } = attempt;
		const judged = spec.judge(answer, { ...earlier });
		this.noteRight(spec.right, judged);
		if (judged.ok) return { outcome: 'answered', value: judged.value };
		const failure = { ...judged.failure, httpStatus: answer.status };
		const passing = judged.passing ?? isPassingStatus(answer.status);
		const retryAfter = passing ? parseRetryAfter(answer.headers['retry-after'], Date.now()) : undefined;
		return {
			outcome: refusesCredential(failure) ? 'refused' : 'answered',
			failure,
			slowsRun: judged.slowsRun,
			setback: {
				status: answer.status,
				passing,
				notActedOn: judged.notActedOn ?? (!passing || answer.status === 429),
				retryAfter,
			},
		};
	}

	private limits<T>({ retry, leastWaitMs, endBy = Infinity }: RequestSpec<T>, tries: number): RetryLimits {
		const { maxRetries } = this.settings;
		const { jitter } = this.session;
		return { rule: retry, tries, maxRetries, jitter, leastWaitMs, leftMs: endBy - performance.now() };
	}

	/** @param error also when this says that the run ended, during a sign-in for instance */
	private throwIfCanceled(error?: unknown): void {
		if (this.cancelSignal?.aborted || error instanceof RunCanceled) throw new RunCanceled();
	}

	private async attempt<T>(spec: RequestSpec<T>, tally: Tally): Promise<Attempt> {
		try {
			return { answer: await this.exchange(spec, tally) };
		} catch (error) {
			const answer = answerInside(error);
			if (answer) {
				tally.answered++;
				return { answer };
			}
			this.throwIfCanceled(error);
			const ours = failureInside(error);
			if (ours) return { failure: { ...ours.failure, endsRun: true }, notSent: true, passing: ours.passing };
			const { host } = new URL(spec.url);
			if (!(error instanceof RequestTimedOut)) return describeNetworkFailure(error, host);
			return { failure: timedOut(host, this.settings.timeoutMs), notSent: false, passing: true };
		}
	}

	/**
	 * Sends a request, and once more when its access token was refused. n8n would do that by itself for a 401 that
	 * throws; but then it reads the whole body, of any size, and its versions before 2 know no status that throws alone.
	 */
	private async exchange<T>(spec: RequestSpec<T>, tally: Tally): Promise<HttpAnswer> {
		const { credentials, freshen, renew } = this.session;
		const { endBy = Infinity } = spec;
		const limits: SignInLimits = { ...this.settings, signal: this.endSignal };
		const send = async (credential: ICredentialDataDecryptedObject) => {
			return await this.guard.run(
				async (signal) => await this.send(spec, credential, signal, tally),
				endBy - performance.now(),
			);
		};
		const sent = freshen ? await freshen(credentials, limits) : { ...credentials };
		const answer = await send(sent);
		const renewed = answer.status === 401 ? await renew?.(sent, answer, limits) : undefined;
		return renewed ? await send(renewed) : answer;
	}

	/** @param credentials n8n puts a token it gets on the way into this object */
	private async send<T>(
		spec: RequestSpec<T>,
		credentials: ICredentialDataDecryptedObject,
		signal: AbortSignal,
		tally: Tally,
	): Promise<HttpAnswer> {
		this.counts.sent++;
		if (tally.sent++ > 0) this.counts.retried++;
		const { withoutToken, scheme } = spec;
		const own = { ...(withoutToken ? { withoutToken } : {}), ...(scheme === undefined ? {} : { scheme }) };
		const known = Object.keys(own).length > 0 ? { ...credentials, ...own } : credentials;
		const { httpRequestWithAuthentication } = this.context.helpers;
		const helper: HttpHelper<unknown> = async (options) =>
			await httpRequestWithAuthentication.call(
				this.contextFor(known, signal),
				this.session.credentialType,
				options,
			);
		const answer = await fetchAnswer(
			this.kept?.for({ credentials: known, signal, helper }) ?? helper,
			this.toDoor(spec),
			signal,
			() => this.session.secrets?.(credentials),
		);
		tally.answered++;
		return answer;
	}

	private toDoor<T>({ method, url, headers, body, text }: RequestSpec<T>): DoorRequest {
		return {
			method,
			url,
			headers: { Accept: 'application/json', ...headers },
			...(body ? { body } : {}),
			...(text === undefined ? {} : { body: text }),
			timeoutMs: this.settings.timeoutMs,
			...allowedDomains(this.session.credentials),
		};
	}

	/**
	 * n8n aborts a request only by the execution's own signal, decrypts the credential for every request, and its
	 * time-out ends when bytes trickle in. A context of our own per request mends all three.
	 */
	private contextFor(credentials: ICredentialDataDecryptedObject, signal: AbortSignal): IExecuteFunctions {
		return Object.create(this.context, {
			getExecutionCancelSignal: { value: () => signal },
			getCredentials: { value: async () => credentials },
		});
	}
}

/** @returns whether the service doesn't take the credential: every other request would be refused as well */
export function refusesCredential({ refusesCredential: isRefusal, httpStatus }: Failure): boolean {
	return isRefusal ?? httpStatus === 401;
}

/** The advice where a Retry-After is longer than anything is waited for. @param seconds as the service said */
export function comeBackLater(seconds: number): string {
	const minutes = Math.ceil(seconds / 60);
	return `The service asks to wait ${minutes} minutes (${seconds} seconds): run the workflow again after that.`;
}

function timedOut(host: string, timeoutMs: number): Failure {
	return {
		code: 'TIMEOUT',
		message: `${host} didn't answer within ${timeoutMs === 1000 ? '1 second' : `${timeoutMs / 1000} seconds`}`,
		advice: "Try again later, or raise 'Timeout (Ms)' in the options.",
	};
}

/**
 * n8n doesn't enforce a credential's domain restriction for nodes like ours, but its HTTP helper does when told. A list
 * that was left empty allows no domain, as in n8n's own nodes; the helper takes an empty text for no restriction.
 */
export function allowedDomains(credentials: ICredentialDataDecryptedObject): { allowedDomains?: string } {
	const { allowedHttpRequestDomains: mode, allowedDomains: domains } = credentials;
	if (mode !== 'domains') return {};
	return { allowedDomains: typeof domains === 'string' && domains.trim() !== '' ? domains : NO_DOMAIN };
}

/** A name that no host has (RFC 6761, section 6.4). */
const NO_DOMAIN = 'none.invalid';
