// SPDX-License-Identifier: Apache-2.0
/**
 * Real servers on loopback: Kafka, Connect, a schema registry, PostgreSQL, MariaDB, ZooKeeper and,
 * where they can be had, MySQL and ClickHouse. They are child processes; with {@code -Dmillrace.servers=containers} the brokers and databases are containers. Each can be
 * killed hard and restarted on its data; each logs to a file that failures name.
 */
package io.millrace.testkit.servers;
