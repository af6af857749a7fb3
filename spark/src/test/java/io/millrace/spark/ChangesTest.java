// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static List<String> latest(RowChanges changes) {
        return Changes.latest(changes.records())
                .selectExpr(
                        "key.id", "row.a", "row.b", "array_join(kept, '+')", "seq", "changed", "deleted", "tombstoned")
                .orderBy("id")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void takesTheGreatestSeqOfEachKeyWhateverTheOffset() {
        assertThat(latest(RowChanges.from(0)
                        .change(1, "3", "new", "x")
                        .change(1, "2", "old", "y")
                        .change(2, "1", "other", "z")))
                .containsExactly("[1,new,x,,3,true,false,false]", "[2,other,z,,1,true,false,false]");
    }

    @Test
    void takesTheLaterOfEqualSeqsAndOfChangesWithoutOne() {
        assertThat(latest(RowChanges.from(0)
                        .change(1, "1", "first", "x")
                        .change(1, "1", "second", "x")
                        .change(2, "9", "first", "x")
                        .change(2, null, "second", "x")))
                .containsExactly("[1,second,x,,1,true,false,false]", "[2,second,x,,null,true,false,false]");
    }

    @Test
    void fillsWhatAChangeDoesNotHaveFromTheOneBeforeIt() {
        assertThat(latest(RowChanges.from(0)
                        .change(1, "1", "a1", "b1")
                        .change(1, "2", null, "b2", "a")
                        .change(1, "3", "a3", null, "b")
                        .change(2, "1", null, "b1", "a")))
                .containsExactly("[1,a3,b2,,3,true,false,false]", "[2,null,b1,a,1,true,false,false]");
    }

    @Test
    void keepsTheValuesOfADeletedRow() {
        assertThat(latest(RowChanges.from(0).change(1, "1", "a1", "b1").delete(1, "2")))
                .containsExactly("[1,a1,b1,,2,true,true,false]");
        assertThat(latest(RowChanges.from(0).delete(1, "2"))).containsExactly("[1,null,null,a+b,2,true,true,false]");
    }

    @Test
    void doesNotCountTheTombstoneThatFollowsADelete() {
        assertThat(latest(RowChanges.from(0)
                        .change(1, "5", "a", "b")
                        .delete(1, "3")
                        .change(2, "1", "a", "b")
                        .tombstone(1)))
                .containsExactly("[1,a,b,,5,true,false,false]", "[2,a,b,,1,true,false,false]");
    }

    @Test
    void deletesByATombstoneAloneWhatCameBeforeIt() {
        assertThat(latest(RowChanges.from(0)
                        .change(1, "1", "a", "b")
                        .tombstone(1)
                        .tombstone(2)
                        .tombstone(3)
                        .change(3, "1", "a", "b")))
                .containsExactly(
                        "[1,a,b,,1,true,true,true]",
                        "[2,null,null,a+b,null,false,false,true]",
                        "[3,a,b,,1,true,false,true]");
    }
}
