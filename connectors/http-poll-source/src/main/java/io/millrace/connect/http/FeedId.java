// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One list that is followed: an endpoint, or an endpoint for one parent record.
 *
 * @param address without its query, which may hold secrets; a template where it has values of the parent record
 * @param endpoint its name; empty if it is the only one
 * @param parentValues values of the parent record, by pointer; empty for none
 */
record FeedId(String address, String endpoint, Map<String, String> parentValues) {
    static final String ADDRESS = "endpoint";
    static final String NAME = "name";
    static final String PARENT = "parent";

    FeedId {
        parentValues = Collections.unmodifiableMap(new TreeMap<>(parentValues));
    }

    static FeedId of(Endpoint endpoint, Map<String, String> parentValues) {
        return new FeedId(endpoint.address(), endpoint.isNamed() ? endpoint.name() : "", parentValues);
    }

    /**
     * {@code {endpoint: address, name: vehicles, parent: v17}}, the last two only where there are any; always in this order,
     * since the worker finds offsets by the bytes of the partition.
     */
    Map<String, String> sourcePartition() {
        Map<String, String> partition = new LinkedHashMap<>();
        partition.put(ADDRESS, address);
        if (!endpoint.isEmpty()) {
            partition.put(NAME, endpoint);
        }
        if (!parentValues.isEmpty()) {
            partition.put(PARENT, parent());
        }
        return partition;
    }

    /** The parent record's values, in the order of their names. */
    String parent() {
        return String.join(",", parentValues.values());
    }

    /** As error texts name it. */
    @Override
    public String toString() {
        return parentValues.isEmpty() ? address : address + " of " + parent();
    }
}
