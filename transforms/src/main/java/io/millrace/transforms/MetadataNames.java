// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

/**
 * How a curated record's metadata columns are called, as NormalizeEnvelope was told to.
 *
 * @param prefix what their names begin with; empty for nothing
 * @param nest the column that holds them, without prefix; empty where each is a column of the row
 */
record MetadataNames(String prefix, String nest) {
    String prefixed(String name) {
        return prefix + name;
    }

    boolean isNest(String field) {
        return !nest.isEmpty() && nest.equals(field);
    }
}
