// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.offsets.Alteration.Order;
import io.millrace.cli.offsets.OffsetsFile.Content;
import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Worker;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "alter",
        description = {
            "Sets offsets of a stopped connector, after showing what changes.",
            "Those that are not named stay. With --bootstrap-servers, a sink's are compared with its topics first."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace connectors offsets alter orders-sink -p orders-0=1841 -p orders-1=1799",
            "  millrace connectors offsets alter orders-sink -p orders-0=earliest --bootstrap-servers kafka:9092 --stop --yes",
            "  millrace connectors offsets alter shop-source --file offsets.json --dry-run"
        })
final class AlterCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private Wanted wanted = new Wanted();

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    /** One of two ways to say which offsets. */
    static final class Wanted {
        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "A file in the form that 'offsets show --output json' prints; - for the standard input. "
                        + "An offset that is null is forgotten.")
        private @Nullable Path file;

        @Option(
                names = {"-p", "--topic-partition"},
                paramLabel = "TOPIC-PARTITION=OFFSET",
                split = ",",
                converter = Target.Converter.class,
                description =
                        "For a sink: the offset of the record to read next in a partition; earliest or latest with "
                                + "--bootstrap-servers. May be repeated, or separated by commas.")
        private List<Target> targets = new ArrayList<>();
    }

    AlterCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Worker worker = session.worker();
        Deployed connector = worker.connector(name);
        List<String> problems = new ArrayList<>();
        List<PartitionOffset> offsets = connector.status().isSink() ? ofSink(connector, problems) : ofSource(problems);
        if (!problems.isEmpty()) {
            problems.forEach(session.console().err()::println);
            session.console().err().println("Nothing was changed.");
            return ExitCode.FINDINGS.status();
        }
        return new Alteration(session, worker, options)
                .run(connector, new Setting(offsets))
                .status();
    }

    private record Setting(List<PartitionOffset> offsets) implements Order {
        @Override
        public String verb() {
            return "Alter";
        }

        @Override
        public List<Change> changes(List<PartitionOffset> current) {
            return Change.to(offsets, current);
        }

        @Override
        public String send(Worker worker, String connector) {
            return worker.alterOffsets(connector, offsets);
        }
    }

    private List<PartitionOffset> ofSource(List<String> problems) {
        if (wanted.file == null) {
            throw new Problem("The connector " + name + " is a source: it has no offsets of Kafka's partitions. "
                    + "Write its offsets into a file: --file.");
        }
        Content content = OffsetsFile.ofSource(wanted.file.toString(), read(wanted.file));
        problems.addAll(content.problems());
        return content.offsets();
    }

    private List<PartitionOffset> ofSink(Deployed sink, List<String> problems) {
        Optional<Content> content =
                Optional.ofNullable(wanted.file).map(file -> OffsetsFile.ofSink(file.toString(), read(file)));
        content.map(Content::problems).ifPresent(problems::addAll);
        Set<String> topics = content.map(read -> read.offsets().stream().map(PartitionOffset::topicPartition))
                .orElseGet(() -> wanted.targets.stream().map(Target::partition))
                .map(partition -> partition.topic())
                .collect(Collectors.toSet());
        return kafka.with(named -> {
            SinkTargets targets = new SinkTargets(sink, named.map(known -> known.ranges(topics)));
            List<PartitionOffset> offsets =
                    content.map(Content::offsets).orElseGet(() -> targets.offsets(wanted.targets));
            targets.check(offsets);
            problems.addAll(targets.problems());
            return offsets;
        });
    }

    private String read(Path file) {
        try {
            return file.toString().equals("-")
                    ? new String(session.console().in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (IOException e) {
            throw new Problem("Cannot read " + file + ": " + e + ". Correct --file.", e);
        }
    }
}
