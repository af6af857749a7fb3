// SPDX-License-Identifier: Apache-2.0
/**
 * Real servers as child processes on loopback: Kafka, Connect, a schema registry, PostgreSQL, MariaDB and, where one
 * can be had, MySQL. Each can be killed hard and restarted on its data; each logs to a file that failures name.
 */
package io.millrace.testkit.servers;
