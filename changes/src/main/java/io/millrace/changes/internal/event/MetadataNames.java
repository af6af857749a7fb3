// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

/**
 * How a curated record's metadata columns are called, as NormalizeEnvelope was told to.
 *
 * @param prefix what their names begin with; empty for nothing
 * @param nest the column that holds them, without prefix; empty where each is a column of the row
 */
public record MetadataNames(String prefix, String nest) {
    public String prefixed(String name) {
        return prefix + name;
    }

    public boolean isNest(String field) {
        return !nest.isEmpty() && nest.equals(field);
    }
}
