// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** A list of parent records for each of their own parents' records. */
final class ChildLists implements Offspring {
    private final Function<Map<String, String>, ParentList> newList;
    private final Map<Map<String, String>, ParentList> lists = new HashMap<>();

    ChildLists(Function<Map<String, String>, ParentList> newList) {
        this.newList = newList;
    }

    /** Each task needs all of them: they say which records are of its part. */
    @Override
    public boolean concerns(Map<String, String> values) {
        return true;
    }

    @Override
    public void add(Map<String, String> values, HttpPoller poller) {
        ParentList list = newList.apply(values);
        lists.put(values, list);
        poller.add(list);
    }

    @Override
    public void remove(Map<String, String> values, HttpPoller poller) {
        ParentList list = lists.remove(values);
        if (list != null) {
            poller.remove(list);
            list.end(poller);
        }
    }
}
