// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

/**
 * The columns by which the server knows the latest row of a key.
 *
 * @param version name of the column with {@link Versions}
 * @param type of it
 * @param deleted name of the column that is 1 where the key has no row any more
 */
record VersionColumns(String version, String type, String deleted) {
    static final String DELETED_TYPE = "UInt8";
}
