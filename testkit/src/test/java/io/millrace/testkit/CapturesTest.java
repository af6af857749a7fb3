// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Captures.Database;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapturesTest {
    @ParameterizedTest
    @EnumSource
    void readsEveryFileOfEveryDatabase(Database database) {
        assertThat(database.tables()).allSatisfy(name -> {
            assertThat(Captures.sinkRecords(database, name)).isNotEmpty();
            assertThat(Captures.sourceRecords(database, name)).isNotEmpty();
        });
        assertThat(database.controls())
                .allSatisfy(
                        name -> assertThat(Captures.sinkRecords(database, name)).isNotEmpty());
    }

    @Test
    void keepsEveryDigit() {
        List<SinkRecord> records = Captures.sinkRecords(Database.MYSQL, "composite_key");
        Struct inserted = ((Struct) records.get(1).value()).getStruct("after");
        Struct types = ((Struct)
                        Captures.sinkRecords(Database.MYSQL, "all_types").get(0).value())
                .getStruct("after");

        assertThat(inserted.getInt64("seq")).isEqualTo(9007199254740993L);
        assertThat(((Struct) records.get(1).key()).getInt64("seq")).isEqualTo(9007199254740993L);
        assertThat(types.get("c_dec0")).isEqualTo(new BigDecimal("99999999999999999999999999999999999999"));
        assertThat(types.get("c_double")).isEqualTo(2.718281828459045);
    }

    @Test
    void keepsTombstonesHeadersAndTimestamps() {
        List<SourceRecord> records = Captures.sourceRecords(Database.MARIADB, "all_types");
        SourceRecord tombstone = records.get(5);

        assertThat(tombstone.valueSchema()).isNull();
        assertThat(tombstone.value()).isNull();
        assertThat(tombstone.headers().lastWithName("__debezium.newkey").value())
                .isEqualTo("{\"id\":4294967295}");
        assertThat(tombstone.timestamp()).isEqualTo(1795341019583L);
    }

    @Test
    void sharesTheSchemaObjectBetweenRecordsOfOneTable() {
        List<SinkRecord> records = Captures.sinkRecords(Database.POSTGRES, "all_types");

        assertThat(records.get(0).valueSchema()).isSameAs(records.get(1).valueSchema());
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> Captures.sinkRecords(Database.MYSQL, "nothing"))
                .hasMessage("Cannot read captures: no resource captures/mysql/default.nothing.json.");
    }
}
