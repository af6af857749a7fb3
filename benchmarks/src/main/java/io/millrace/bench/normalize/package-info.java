/** How fast Debezium's change events become rows. */
package io.millrace.bench.normalize;
