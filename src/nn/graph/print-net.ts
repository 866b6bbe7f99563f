import type { Attribute, Net } from '../types.ts';
import { outlineText } from './shapes.ts';

/** The net as text, one node per line: for reading, and for the snapshots of tests. */
export function printNet(net: Net, indent = ''): string {
  const lines = net.inputs.map((value) => `input ${value.name}: ${outlineText(value)}`);
  for (const constant of net.constants) {
    const numbers = constant.data.length > 8 ? '…' : Array.from(constant.data).join(' ');
    lines.push(`constant ${constant.name}: ${outlineText(constant)} = ${numbers}`);
  }
  for (const { op, inputs, outputs, attributes } of net.nodes) {
    const words = Object.entries(attributes).map(([key, value]) => `${key}=${show(value, indent)}`);
    const made = outputs.map((value) => `${value.name}: ${outlineText(value)}`).join(', ');
    lines.push(`${made} = ${op}(${[...inputs, ...words].join(', ')})`);
  }
  for (const [name, value] of Object.entries(net.outputs)) {
    lines.push(`output ${name} = ${value.name}`);
  }
  return lines.map((line) => `${indent}${line}\n`).join('');
}

function show(attribute: Attribute, indent: string): string {
  if (typeof attribute !== 'object') return String(attribute);
  if ('nodes' in attribute) return `{\n${printNet(attribute, `${indent}  `)}${indent}}`;
  return `[${attribute.join(', ')}]`;
}
