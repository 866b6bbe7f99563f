import { AbortedError, CladeError, EngineError, type Run, SourceError } from '../base/index.ts';
import { networkFailure } from './failure.ts';
import { codeOf, mayPass } from './retry.ts';

/**
 * Conditions that pass by themselves: a server that starts, stops or is full, lost connections, and transactions
 * that were in each other's way (PostgreSQL manual, appendix A).
 */
const passing = /^(08...|57P0[1-5]|53300|40001|40P01|55P03)$/;

/** Whether the same work on a new connection may succeed. */
export function postgresMayPass(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && passing.test(code)) return true;
  if (mayPass(error)) return true;
  // The driver's own words for a socket that closed.
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout expired|Client has encountered a connection error)/.test(
      error.message,
    )
  );
}

/**
 * What PostgreSQL or the way to it refused, in one sentence. The server's own words are kept only where they speak of
 * SQL and names: elsewhere they quote values of rows.
 */
export function postgresFailure(error: unknown, shown: string, run: Run): CladeError {
  if (run.signal?.aborted) return new AbortedError(undefined, { cause: run.signal.reason });
  if (error instanceof CladeError) return error;
  const code = codeOf(error);
  const told = error instanceof Error ? error.message : String(error);
  const source = (sentence: string) => new SourceError(`${shown}: ${sentence}`, { cause: error });
  switch (code) {
    case '28P01':
    case '28000':
      return source(
        /no pg_hba.conf entry/.test(told)
          ? 'this user must be let in from here, but the server has no rule for it (pg_hba.conf). It may ask for TLS: add ?sslmode=require.'
          : 'the user and the password must be right, but the server refuses them. Set PGUSER and PGPASSWORD, or mend ~/.pgpass.',
      );
    case '3D000':
      return source('the database must exist, and does not. Check its name in the address.');
    case '42501':
      return source(
        `this user needs the permission, but has none (${told}). Ask the owner to grant it.`,
      );
    case '42P01':
      return source(`the table must exist, and does not (${told}). Check its schema and name.`);
    case '57014':
      return source('the query was stopped on the server (57014). It may have a time limit.');
    case '25006':
      return source('reading must not write, but the query does. Only SELECT can be a source.');
  }
  if (/SASL|password must be a string|no password supplied/.test(told)) {
    return source(
      'the server asks for a password, and none is given. Set PGPASSWORD, or add a line to ~/.pgpass.',
    );
  }
  if (/does not support SSL/.test(told)) {
    return source('TLS is asked for, but the server has none. Use ?sslmode=disable.');
  }
  if (postgresMayPass(error)) {
    return new EngineError(
      `${shown}: the database must be reachable, but ${code === 'ECONNREFUSED' ? 'nothing answers there (ECONNREFUSED)' : `the connection failed (${code ?? 'closed'})`}, after several attempts. Check that it runs, or try again later.`,
      { cause: error },
    );
  }
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    return source(
      /^(42|0A)/.test(code)
        ? `the query must be one that PostgreSQL understands, but: ${told} (${code}). Mend the query.`
        : `the query failed (PostgreSQL's condition ${code}). Its manual lists the conditions in appendix A.`,
    );
  }
  return networkFailure(error, shown, run);
}
