// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/**
 * How to tell that a value was not sent by the database, and that the stored one is to stay.
 *
 * @param placeholder Debezium's mark in place of a value; empty for none
 * @param field array of the names of such columns; empty for none
 */
public record UnavailableRules(String placeholder, String field) {}
