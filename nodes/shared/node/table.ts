import type { INodeProperties } from 'n8n-workflow';
import type { SettingsLimits } from '../engine/settings';

/** What the form shows of an operation. */
export interface OperationForm {
	/** Its entry in the drop-down list. */
	option: { name: string; value: string; action: string; description: string };
	/** Its fields, in the order of the screen, without the condition that the operation is chosen. */
	fields: readonly INodeProperties[];
	/** Options beside those that all nodes have. */
	options?: readonly INodeProperties[];
	limits: SettingsLimits;
}

/** Operations that are chosen from one list: those on one resource, or those that one service does. */
export interface OperationGroup<Entry extends OperationForm = OperationForm> {
	/** Its entry in the list of groups; a node with one group has no such list. */
	option?: { name: string; value: string; description?: string };
	/** Fields above the choice of the operation. */
	head?: readonly INodeProperties[];
	/** By name, as the list shows them. */
	operations: readonly Entry[];
	/** The operation that a new node starts with. */
	default: string;
	/** Operations of other groups that may be asked for here all the same: what to say then, and what to do instead. */
	elsewhere?: Readonly<Record<string, [message: string, advice: string]>>;
}

/** A node, as the table of what it can do: the form and the choice of the operation are derived from it. */
export interface NodeTable<Entry extends OperationForm = OperationForm> {
	/** Fields above all others, such as a notice. */
	head?: readonly INodeProperties[];
	/** The field that chooses the group, where there are several. */
	chooser?: { displayName: string; name: string; default: string };
	groups: ReadonlyArray<OperationGroup<Entry>>;
}
