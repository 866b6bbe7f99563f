/**
 * The messages of an ONNX file that clade writes, as a table: names, field numbers and wire forms.
 *
 * Source: onnx.proto of ONNX 1.16 (https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto). Numbers of
 * protobuf fields never change, so the table does not age.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

interface Field {
  readonly number: number;
  readonly kind: 'int' | 'float' | 'text' | 'bytes' | 'ints' | Message;
}

interface Message {
  readonly [field: string]: Field;
}

const dimension = {
  value: { number: 1, kind: 'int' },
  name: { number: 2, kind: 'text' },
} as const satisfies Message;

const valueInfo = {
  name: { number: 1, kind: 'text' },
  type: {
    number: 2,
    kind: {
      tensor: {
        number: 1,
        kind: {
          element: { number: 1, kind: 'int' },
          shape: { number: 2, kind: { dimensions: { number: 1, kind: dimension } } },
        },
      },
    },
  },
} as const satisfies Message;

const tensor = {
  dimensions: { number: 1, kind: 'ints' },
  element: { number: 2, kind: 'int' },
  name: { number: 8, kind: 'text' },
  raw: { number: 9, kind: 'bytes' },
} as const satisfies Message;

const attributeFields = {
  name: { number: 1, kind: 'text' },
  float: { number: 2, kind: 'float' },
  int: { number: 3, kind: 'int' },
  text: { number: 4, kind: 'text' },
  ints: { number: 8, kind: 'ints' },
  type: { number: 20, kind: 'int' },
} as const satisfies Message;

const nodeFields = {
  inputs: { number: 1, kind: 'text' },
  outputs: { number: 2, kind: 'text' },
  operator: { number: 4, kind: 'text' },
  domain: { number: 7, kind: 'text' },
} as const satisfies Message;

const graphFields = {
  name: { number: 2, kind: 'text' },
  initializers: { number: 5, kind: tensor },
  inputs: { number: 11, kind: valueInfo },
  outputs: { number: 12, kind: valueInfo },
} as const satisfies Message;

// A graph holds nodes, whose attributes may hold graphs: the circle is closed here.
const graph: Message = {
  ...graphFields,
  nodes: {
    number: 1,
    kind: {
      ...nodeFields,
      attributes: {
        number: 5,
        kind: {
          ...attributeFields,
          get body(): Field {
            return { number: 6, kind: graph };
          },
        },
      },
    },
  },
};

const model = {
  version: { number: 1, kind: 'int' },
  producer: { number: 2, kind: 'text' },
  graph: { number: 7, kind: graph },
  operators: {
    number: 8,
    kind: { domain: { number: 1, kind: 'text' }, version: { number: 2, kind: 'int' } },
  },
  metadata: {
    number: 14,
    kind: { key: { number: 1, kind: 'text' }, value: { number: 2, kind: 'text' } },
  },
} as const satisfies Message;

export interface OnnxTensor {
  readonly name: string;
  readonly element: number;
  readonly dimensions: readonly number[];
  readonly raw: Uint8Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: {
    readonly tensor: {
      readonly element: number;
      readonly shape: {
        readonly dimensions: readonly ({ readonly value: number } | { readonly name: string })[];
      };
    };
  };
}

export interface OnnxNode {
  readonly operator: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly {
    readonly name: string;
    /** 1 float, 2 whole number, 3 text, 5 graph, 7 whole numbers. */
    readonly type: 1 | 2 | 3 | 5 | 7;
    readonly float?: number;
    readonly int?: number;
    readonly text?: string;
    readonly ints?: readonly number[];
    readonly body?: OnnxGraph;
  }[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxModel {
  /** Of the file's layout (IR), not of the operators. */
  readonly version: number;
  readonly producer: string;
  readonly operators: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: OnnxGraph;
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
}

/** The model as the bytes of an .onnx file. */
export function encodeModel(content: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, model, content);
  return writer.finish();
}

function writeMessage(writer: BinaryWriter, message: Message, content: object): void {
  for (const [name, value] of Object.entries(content)) {
    if (value === undefined) continue;
    const { number, kind } = message[name];
    if (kind === 'ints') {
      writer.tag(number, WireType.LengthDelimited).fork();
      for (const entry of value) writer.int64(entry);
      writer.join();
    } else {
      const entries = Array.isArray(value) ? value : [value];
      for (const entry of entries) writeField(writer, number, kind, entry);
    }
  }
}

function writeField(
  writer: BinaryWriter,
  number: number,
  kind: Exclude<Field['kind'], 'ints'>,
  value: unknown,
): void {
  if (kind === 'int') writer.tag(number, WireType.Varint).int64(value as number);
  else if (kind === 'float') writer.tag(number, WireType.Bit32).float(value as number);
  else if (kind === 'text') writer.tag(number, WireType.LengthDelimited).string(value as string);
  else if (kind === 'bytes')
    writer.tag(number, WireType.LengthDelimited).bytes(value as Uint8Array);
  else {
    writer.tag(number, WireType.LengthDelimited).fork();
    writeMessage(writer, kind, value as object);
    writer.join();
  }
}
