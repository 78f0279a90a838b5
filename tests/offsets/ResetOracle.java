// SPDX-License-Identifier: GPL-3.0-or-later
// Kafka's own kafka-consumer-groups in one program: a JVM start for each plan would take a second. Run with
//   java -cp '.deps/kafka-libs/*' tests/offsets/ResetOracle.java <bootstrap> <client.properties>
// Each line of standard input is a request, its words separated by U+001F:
//   <number> tool <arguments…>                        what the tool prints for them, its errors too
//   <number> truncate <topic> <partition> <offset>    moves a log's start
// The answer ends with a line of U+0004 and the number.
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Exit;

public class ResetOracle {
    private static final String TOOL = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        String config = arguments[1];
        Properties properties = new Properties();
        try (InputStream file = new FileInputStream(config)) {
            properties.load(file);
        }
        properties.put("bootstrap.servers", bootstrap);
        // Where the tool would end the program it has said why; the request ends instead.
        Exit.setExitProcedure((code, message) -> { throw new IllegalStateException("exit " + code); });
        Exit.setHaltProcedure((code, message) -> { throw new IllegalStateException("halt " + code); });
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Admin admin = Admin.create(properties)) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                List<String> words = new ArrayList<>(Arrays.asList(line.split("\u001f", -1)));
                String number = words.remove(0);
                String what = words.remove(0);
                answers.print(what.equals("truncate") ? truncate(admin, words) : tool(words, bootstrap, config));
                answers.print("\n\u0004" + number + "\n");
                answers.flush();
            }
        }
    }

    private static String truncate(Admin admin, List<String> words) throws Exception {
        TopicPartition partition = new TopicPartition(words.get(0), Integer.parseInt(words.get(1)));
        RecordsToDelete before = RecordsToDelete.beforeOffset(Long.parseLong(words.get(2)));
        return "" + admin.deleteRecords(Map.of(partition, before)).lowWatermarks().get(partition).get()
            .lowWatermark();
    }

    private static String tool(List<String> words, String bootstrap, String config) {
        words.addAll(List.of("--bootstrap-server", bootstrap, "--command-config", config));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            Method main = Class.forName(TOOL).getMethod("main", String[].class);
            main.invoke(null, (Object) words.toArray(new String[0]));
        } catch (ReflectiveOperationException e) {
            System.out.println("\nError: " + (e.getCause() == null ? e : e.getCause()));
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
