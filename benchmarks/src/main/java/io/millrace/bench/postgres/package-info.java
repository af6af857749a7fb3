/** PostgreSQL sinks side by side, into one real server. */
package io.millrace.bench.postgres;
