package dev.hashring.image;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes the images start faster, in two steps; each adds a layer. First Spring generates
 * the code that sets each application up. Then both images answer requests of each kind,
 * and Java keeps what it learnt about their classes (JEP 483, 514 and 515). Java older
 * than 25 skips the second step. If anything fails, the images stay as Jib built them.
 */
final class Preparation {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private static final String AHEAD = "-Dspring.aot.enabled=true";

	private static final String GENERATED = "/tmp/generated";

	private static final String SETUP = "/app/setup.jar";

	private static final String CLASS_PATH = "/app/jib-classpath-file";

	private static final String LEARNT = "/tmp/aot.cache";

	private static final String KEPT = "/app/aot.cache";

	/**
	 * What the router is asked, from inside its container: 20 rounds, once it answers.
	 */
	private static final String REQUESTS = """
			ask() { # METHOD TARGET [BODY [TYPE]]: the first line of the answer
			  exec 3<>/dev/tcp/127.0.0.1/5000 || return
			  printf '%s %s HTTP/1.1\\r\\nHost: router\\r\\nConnection: close\\r\\nAccept-Encoding: gzip\\r\\n' "$1" "$2" >&3
			  printf 'Authorization: Bearer training\\r\\nContent-Type: %s\\r\\n' "${4:-application/json}" >&3
			  printf 'Content-Length: %s\\r\\n\\r\\n%s' "${#3}" "$3" >&3
			  { read -r line; cat >/dev/null; } <&3
			  exec 3>&-
			  echo "$line"
			} 2>/dev/null
			for i in {1..240}; do
			  case $(ask PUT '/kv?key=first' value text/plain) in *201*) answers=yes; break ;; esac
			  sleep 0.5
			done
			[ "$answers" ] || { echo 'the images do not answer'; exit 1; }
			for i in {1..20}; do
			  ask GET "/route?key=$i"
			  ask PUT "/kv?key=$i" "value $i" text/plain
			  ask GET "/kv?key=$i"
			  ask GET '/kv?limit=10'
			  ask GET "/kv/where?key=$i"
			  ask DELETE "/kv?key=$i"
			  ask GET /ring
			  ask GET /ring/points
			  ask GET /ring/history
			  ask GET "/ring/lookup?key=$i"
			  ask POST /ring/lookup '{"keys": ["a", "b"]}'
			  ask POST /ring/preview '{"join": {"id": "node2"}}'
			  ask GET /
			  ask GET /nothing
			  ask GET /actuator/health/readiness
			done
			ask PATCH /ring/settings '{"virtualNodes": 100}'
			""";

	private Preparation() {
	}

	/**
	 * Prepares the images of a node and a router.
	 * @param args their names, and an existing folder for temporary files
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		String node = args[0];
		String router = args[1];
		Map<String, String> plain = new HashMap<>();
		Path folder = Files.createTempDirectory(Path.of(args[2]), "images");
		try {
			plain.put(node, id(node));
			plain.put(router, id(router));
			generate(node, folder.resolve("node"));
			generate(router, folder.resolve("router"));
			train(node, router, folder);
		}
		catch (IOException ex) {
			for (Map.Entry<String, String> image : plain.entrySet()) {
				docker("tag", image.getValue(), image.getKey());
			}
			System.out.println("The images stay as Jib built them, and start more slowly: " + ex);
		}
		finally {
			delete(folder);
		}
	}

	private static String id(String image) throws IOException, InterruptedException {
		return docker("image", "inspect", "--format", "{{.Id}}", image);
	}

	/**
	 * Generates an application's set-up code inside its image, because that code depends
	 * on the Java there; unless it has been done.
	 */
	private static void generate(String image, Path folder) throws IOException, InterruptedException {
		List<String> java = entrypoint(image);
		if (java.contains(AHEAD)) {
			return;
		}
		String application = java.get(java.size() - 1);
		List<String> processor = new ArrayList<>(java.subList(0, java.size() - 1));
		processor.addAll(List.of(PROCESSOR, application, GENERATED + "/sources", GENERATED + "/resources",
				GENERATED + "/classes", "dev.hashring", "image"));
		Path generated = folder.resolve("generated");
		Path app = folder.resolve("app");
		Files.createDirectories(folder);
		String container = container("create", image, processor, Stream.of("--network", "none"));
		try {
			docker("start", "--attach", container);
			docker("cp", container + ":" + GENERATED, generated.toString());
			docker("cp", container + ":/app", app.toString());
		}
		finally {
			docker("rm", "--force", container);
		}
		Path classPath = app.resolve("jib-classpath-file");
		Files.writeString(classPath, SETUP + ":" + Files.readString(classPath));
		add(image, entrypoint(image, AHEAD), Map.of(compile(generated, app), SETUP, classPath, CLASS_PATH));
	}

	/** Compiles what Spring generated, and packs it with its resources. */
	private static Path compile(Path generated, Path app) throws IOException {
		String classes = generated.resolve("classes").toString();
		List<String> classPath = new ArrayList<>(files(app, ".jar"));
		classPath.add(classes); // some are generated as they are
		List<String> javac = new ArrayList<>(List.of("--release", "17", "-encoding", "UTF-8", "-proc:none", "-nowarn",
				"-cp", String.join(File.pathSeparator, classPath), "-d", classes));
		javac.addAll(files(generated, ".java"));
		tool("javac", javac);
		Path jar = generated.resolve("setup.jar");
		tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes, ".", "-C",
				generated.resolve("resources").toString(), "."));
		return jar;
	}

	private static List<String> files(Path folder, String suffix) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.map(Path::toString).filter((file) -> file.endsWith(suffix)).toList();
		}
	}

	private static void tool(String name, List<String> arguments) throws IOException {
		StringWriter output = new StringWriter();
		PrintWriter writer = new PrintWriter(output);
		ToolProvider tool = ToolProvider.findFirst(name).orElseThrow(() -> new IOException("there is no " + name));
		if (tool.run(writer, writer, arguments.toArray(String[]::new)) != 0) {
			throw new IOException(name + " failed: " + output);
		}
	}

	private static void train(String node, String router, Path folder) throws IOException, InterruptedException {
		String runningNode = start(node, "--network", "none", "--env", "SERVER_PORT=5001", "--env", "NODE_ID=node1",
				"--env", "NODE_DATA=/tmp/data", "--env", "RING_TOKEN=training");
		try {
			String runningRouter = start(router, "--network", "container:" + runningNode, "--env",
					"RING_TOKEN=training", "--env", "RING_PLACEMENT=virtual-nodes", "--env", "RING_MEMBERS_0_ID=node1",
					"--env", "RING_MEMBERS_0_URL=http://127.0.0.1:5001");
			try {
				docker("exec", runningRouter, "bash", "-c", REQUESTS);
				docker("stop", "--time", "120", runningRouter, runningNode);
				keep(runningRouter, router, folder);
				keep(runningNode, node, folder);
			}
			finally {
				docker("rm", "--force", "--volumes", runningRouter);
			}
		}
		finally {
			docker("rm", "--force", "--volumes", runningNode);
		}
	}

	private static String start(String image, String... options) throws IOException, InterruptedException {
		List<String> java = entrypoint(image, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:AOTCacheOutput=" + LEARNT);
		return container("run", image, java, Stream.concat(Stream.of("--detach"), Stream.of(options)));
	}

	/** What an image runs, with other options for Java before its own. */
	private static List<String> entrypoint(String image, String... options) throws IOException, InterruptedException {
		List<String> java = new ArrayList<>(
				docker("image", "inspect", "--format", "{{range .Config.Entrypoint}}{{println .}}{{end}}", image)
					.lines()
					.filter((line) -> !line.isEmpty() && !line.startsWith("-XX:AOTCache="))
					.toList());
		java.addAll(1, List.of(options));
		return java;
	}

	private static String container(String how, String image, List<String> entrypoint, Stream<String> options)
			throws IOException, InterruptedException {
		Stream<String> command = Stream
			.of(Stream.of(how), options, Stream.of("--entrypoint", entrypoint.get(0), image),
					entrypoint.stream().skip(1))
			.flatMap((part) -> part);
		return docker(command.toArray(String[]::new));
	}

	/** Puts what a container learnt into its image. */
	private static void keep(String container, String image, Path folder) throws IOException, InterruptedException {
		Path cache = folder.resolve("aot.cache");
		try {
			docker("cp", container + ":" + LEARNT, cache.toString());
		}
		catch (IOException ex) {
			System.out.println(image + " keeps nothing that its Java learnt: only Java 25 and newer can do that.");
			return;
		}
		add(image, entrypoint(image, "-XX:AOTCache=" + KEPT), Map.of(cache, KEPT));
		Files.delete(cache); // before the next one
	}

	/** Adds files to an image, and changes what it runs. */
	private static void add(String image, List<String> entrypoint, Map<Path, String> files)
			throws IOException, InterruptedException {
		String container = container("create", image, entrypoint, Stream.empty());
		try {
			for (Map.Entry<Path, String> file : files.entrySet()) {
				// Whatever the umask: the image's user is another one.
				file.getKey().toFile().setReadable(true, false);
				docker("cp", file.getKey().toString(), container + ":" + file.getValue());
			}
			docker("commit", "--change", "ENTRYPOINT " + json(entrypoint), "--change", "CMD []", container, image);
		}
		finally {
			docker("rm", container);
		}
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
	}

	private static String json(List<String> texts) {
		return texts.stream().map((text) -> '"' + text + '"').toList().toString();
	}

	/** What the command prints. */
	private static String docker(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("docker"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		if (process.waitFor() != 0) {
			throw new IOException("docker " + arguments[0] + " failed: " + output);
		}
		return output;
	}

}
